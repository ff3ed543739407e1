using System.Text;

namespace Qit.Randomness.Certification;

/// <summary>What every method of certification asks of a run beside its own bound. Fixed with the parameters.</summary>
public sealed record RunConditions
{
    /// <summary>
    /// False-alarm probability of each test that can refuse a good run: settings, test fraction, no-signalling, quantum
    /// bound. In (0, 1).
    /// </summary>
    public double PlausibilityFalseAlarm { get; init; } = 1e-9;

    /// <summary>
    /// Geometry and timing of the trials; null when unknown, which refuses the run unless shielding is assumed.
    /// </summary>
    public TrialGeometry? Geometry { get; init; }

    /// <summary>
    /// True: a run without space-like separation is judged under the assumption that the stations are shielded from
    /// each other, and its certificate says so.
    /// </summary>
    public bool AssumeShielded { get; init; }

    /// <exception cref="ArgumentException">A value is outside the range its property states.</exception>
    internal void Validate()
    {
        if (!(PlausibilityFalseAlarm is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(PlausibilityFalseAlarm), PlausibilityFalseAlarm,
                $"{nameof(PlausibilityFalseAlarm)} lies between 0 and 1, both excluded.");
        Geometry?.Validate();
    }

    /// <summary>The conditions' lines of a canonical text.</summary>
    internal void AppendTo(StringBuilder text)
    {
        void Line(string key, object value) => CanonicalLine.Append(text, key, value);

        Line("plausibilityFalseAlarm", PlausibilityFalseAlarm);
        Line("assumeShielded", AssumeShielded ? "true" : "false");
        if (Geometry is not { } geometry)
        {
            Line("geometry", "unknown");
            return;
        }
        Line("stationSeparationMetres", geometry.StationSeparationMetres);
        Line("choiceStartANanoseconds", geometry.StationA.ChoiceStartNanoseconds);
        Line("outcomeEndANanoseconds", geometry.StationA.OutcomeEndNanoseconds);
        Line("choiceStartBNanoseconds", geometry.StationB.ChoiceStartNanoseconds);
        Line("outcomeEndBNanoseconds", geometry.StationB.OutcomeEndNanoseconds);
        Line("timingUncertaintyNanoseconds", geometry.TimingUncertaintyNanoseconds);
    }

    /// <summary>The conditions that <see cref="AppendTo"/> wrote.</summary>
    internal static RunConditions ReadFrom(CanonicalText text)
    {
        return new RunConditions
        {
            PlausibilityFalseAlarm = text.TakeNumber("plausibilityFalseAlarm"),
            AssumeShielded = text.TakeFlag("assumeShielded"),
            Geometry = ReadGeometry(text),
        };
    }

    private static TrialGeometry? ReadGeometry(CanonicalText text)
    {
        if (text.Has("geometry"))
        {
            string geometry = text.Take("geometry");
            return geometry == "unknown" ? null : throw text.Fault("geometry", geometry, "unknown");
        }
        return new TrialGeometry
        {
            StationSeparationMetres = text.TakeNumber("stationSeparationMetres"),
            StationA = new StationTiming(
                text.TakeNumber("choiceStartANanoseconds"), text.TakeNumber("outcomeEndANanoseconds")),
            StationB = new StationTiming(
                text.TakeNumber("choiceStartBNanoseconds"), text.TakeNumber("outcomeEndBNanoseconds")),
            TimingUncertaintyNanoseconds = text.TakeNumber("timingUncertaintyNanoseconds"),
        };
    }
}
