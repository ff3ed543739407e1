using System.Globalization;
using Qit.Randomness.Bell;
using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Certification;

/// <summary>
/// The verdict on one run: accepted with a number of certified bits, or refused with every reason that applies, next to
/// the figures it rests on. Made only by <see cref="CertificationParameters"/>.
/// </summary>
public sealed class Certificate
{
    private readonly List<CertificationRefusal> refusals = [];
    private readonly List<string> reasons = [];

    internal Certificate(
        CertificationParameters parameters, TrialCounts testCounts, long untestedTrials, string collectedUnder)
    {
        Parameters = parameters;
        TestCounts = testCounts;
        UntestedTrials = untestedTrials;
        Chsh = ChshStatistics.From(testCounts);
        Settings = SettingsTest.From(testCounts);
        NoSignalling = NoSignallingTest.From(testCounts);
        Log10PValueLocalRealism = LocalRealismTest.Log10PValue(testCounts);
        CheckAssumptions(collectedUnder);
        CheckPlausibility();
        long bits = parameters.Judge(this);
        CertifiedBits = IsAccepted ? bits : 0;
    }

    /// <summary>The parameters that judged the run; their hash identifies them.</summary>
    public CertificationParameters Parameters { get; }

    /// <summary>Counts of the test trials.</summary>
    public TrialCounts TestCounts { get; }

    /// <summary>Number of trials without a test.</summary>
    public long UntestedTrials { get; }

    /// <summary>True when nothing stands against the run.</summary>
    public bool IsAccepted => refusals.Count == 0;

    /// <summary>
    /// Certified smooth min-entropy of the outcomes of both stations, bits; 0 when refused. Holds with smoothing
    /// eps_s unless the run was one that is accepted with probability below the event error.
    /// </summary>
    public long CertifiedBits { get; }

    /// <summary>Why the run is refused; empty when accepted.</summary>
    public IReadOnlyList<CertificationRefusal> Refusals => refusals;

    /// <summary>One sentence for each refusal, with the number that decided.</summary>
    public IReadOnlyList<string> Reasons => reasons;

    /// <summary>What the verdict assumes about communication between the stations.</summary>
    public LocalityAssumption Locality => Parameters.IsSpaceLike ? LocalityAssumption.SpaceLikeSeparation
        : Parameters.Conditions.AssumeShielded ? LocalityAssumption.Shielded
        : LocalityAssumption.None;

    /// <summary>S, winning probability and J of the test trials.</summary>
    public ChshStatistics Chsh { get; }

    /// <summary>Uniformity of the settings of the test trials.</summary>
    public SettingsTest Settings { get; }

    /// <summary>No-signalling test of the test trials.</summary>
    public NoSignallingTest NoSignalling { get; }

    /// <summary>
    /// log10 of the p-value against local realism, valid with memory; informative, it decides nothing.
    /// </summary>
    public double Log10PValueLocalRealism { get; }

    private void CheckAssumptions(string collectedUnder)
    {
        RunConditions conditions = Parameters.Conditions;
        if (!Parameters.IsSpaceLike && !conditions.AssumeShielded) RefuseLocality(conditions.Geometry);
        if (collectedUnder != Parameters.Hash)
        {
            Refuse(CertificationRefusal.OtherParameters,
                $"The run was collected under parameters {collectedUnder}, not {Parameters.Hash}.");
        }
        if (Parameters.Trials - TestCounts.Total != UntestedTrials)
        {
            Refuse(CertificationRefusal.WrongTrialCount,
                $"{TestCounts.Total} test trials and {UntestedTrials} others are not {Parameters.Trials}.");
        }
    }

    private void RefuseLocality(TrialGeometry? geometry)
    {
        if (geometry is null)
        {
            Refuse(CertificationRefusal.NotSpaceLike, $"The geometry is unknown and shielding is not assumed.");
            return;
        }
        string station = geometry.MarginAtANanoseconds < geometry.MarginAtBNanoseconds ? "A" : "B";
        Refuse(CertificationRefusal.NotSpaceLike,
            $"Light reaches station {station} in time: {-geometry.MarginNanoseconds:0.###} ns are missing.");
    }

    private void CheckPlausibility()
    {
        double limit = Math.Log10(Parameters.Conditions.PlausibilityFalseAlarm);
        double tests = Log10TestFraction();
        if (tests < limit)
        {
            Refuse(CertificationRefusal.ImplausibleTestFraction,
                $"{TestCounts.Total} test trials have log10 p = {tests:0.0} at the test probability fixed.");
        }
        double settings = Parameters.SettingsBias > 0
            ? SettingsTest.Log10PValueOfBias(TestCounts, Parameters.SettingsBias) : Settings.Log10PValue;
        if (settings < limit)
        {
            Refuse(CertificationRefusal.SettingsNotUniform,
                $"Settings biased: log10 p = {settings:0.0} ({Settings.BiasX:g3}, {Settings.BiasY:g3}).");
        }
        if (NoSignalling.Log10PValue < limit)
        {
            double p = NoSignalling.Log10PValue;
            IReadOnlyList<double> z = NoSignalling.ZValues;
            Refuse(CertificationRefusal.Signalling,
                $"Signalling: log10 p = {p:0.0} (z = {z[0]:0.0}, {z[1]:0.0}, {z[2]:0.0}, {z[3]:0.0}).");
        }
        double quantum = LocalRealismTest.Log10PValueOfQuantum(TestCounts);
        if (quantum < limit)
        {
            Refuse(CertificationRefusal.BeyondQuantum,
                $"Quantum theory gives {Chsh.WinningProbability:0.######} wins log10 p = {quantum:0.0}.");
        }
    }

    private double Log10TestFraction()
    {
        CertificationParameters c = Parameters;
        if (c.TestProbability == 1) return TestCounts.Total == c.Trials ? 0 : double.NegativeInfinity;
        double upper = BinomialTail.Log10Upper(TestCounts.Total, c.Trials, c.TestProbability);
        double lower = BinomialTail.Log10Lower(TestCounts.Total, c.Trials, c.TestProbability);
        return Math.Min(0, Math.Min(upper, lower) + Math.Log10(2));
    }

    /// <summary>Adds a reason against the run.</summary>
    internal void Refuse(CertificationRefusal refusal, FormattableString reason)
    {
        refusals.Add(refusal);
        reasons.Add(reason.ToString(CultureInfo.InvariantCulture));
    }
}
