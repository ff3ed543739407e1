namespace Qit.Timing.Counting;

/// <summary>What was counted for one pattern.</summary>
public sealed record PatternResult
{
    /// <summary>The pattern.</summary>
    public required CoincidencePattern Pattern { get; init; }

    /// <summary>Coincidences as counted, accidentals among them.</summary>
    public required long Coincidences { get; init; }

    /// <summary>Accidentals of streams shifted against each other: tags of which no two belong together.</summary>
    public required ValueWithError ShiftedAccidentals { get; init; }

    /// <summary>The same from the singles, see <see cref="AccidentalFormula"/>.</summary>
    public required ValueWithError FormulaAccidentals { get; init; }

    /// <summary>
    /// Coincidences of which some, but not all tags belong together, such as a pair and a stray third; from streams of which
    /// only some are shifted. 0 for two channels; null for five and more, where it is not measured.
    /// </summary>
    public required ValueWithError? PartialAccidentals { get; init; }

    /// <summary>All accidentals measured: shifted and partial.</summary>
    public required ValueWithError Accidentals { get; init; }

    /// <summary>Efficiencies both ways, for two channels with true coincidences; else null. Channel A is the lower number.
    /// </summary>
    public required KlyshkoEfficiency? Efficiency { get; init; }

    /// <summary>Coincidences less accidentals; the error is that of both.</summary>
    public ValueWithError True => new(
        Coincidences - Accidentals.Value,
        Math.Sqrt(Math.Max(Coincidences, 1) + (Accidentals.StandardError * Accidentals.StandardError)));

    /// <summary>Coincidence-to-accidental ratio: true coincidences over accidentals. Null when no accidental was seen.
    /// </summary>
    public ValueWithError? CoincidenceToAccidentalRatio
    {
        get
        {
            if (!(Accidentals.Value > 0)) return null;
            // C / A - 1, with C and A independent.
            double ratio = Coincidences / Accidentals.Value;
            double fromC = Math.Sqrt(Math.Max(Coincidences, 1)) / Accidentals.Value;
            double fromA = ratio * Accidentals.StandardError / Accidentals.Value;
            return new ValueWithError(ratio - 1, Math.Sqrt((fromC * fromC) + (fromA * fromA)));
        }
    }
}
