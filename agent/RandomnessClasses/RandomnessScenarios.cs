namespace Qit.Agent.RandomnessClasses;

/// <summary>Every class of randomness, besides the device-independent one, that can be simulated.</summary>
internal static class RandomnessScenarios
{
    /// <summary>New scenarios, from the least trust to the most.</summary>
    public static IReadOnlyList<IRandomnessScenario> Create() => [new SourceIndependentScenario(), new HomodyneScenario()];
}
