namespace Qit.Agent.RandomnessClasses;

/// <summary>A measured number for the report.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; empty for none.</param>
/// <param name="Truth">What the simulation knows it to be, or null.</param>
internal sealed record RandomnessFigure(string Name, double Value, string Unit, double? Truth = null);
