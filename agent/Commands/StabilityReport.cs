using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>What `qit stability` found out, for people and for programs.</summary>
internal sealed record StabilityReport(
    string File,
    bool? Simulated,
    ClockData Data,
    IReadOnlyList<StabilityCurve> Curves,
    TimingMask? Mask,
    IReadOnlyList<MaskComparison> Comparisons)
{
    /// <summary>Number of measurements in the file, with the missing ones.</summary>
    public int Measurements => Data.PhaseSeconds.Length - (Data.FromFrequency ? 1 : 0);

    /// <exception cref="BadInputException">The data give no point of any measure, or none that the mask
    /// limits.</exception>
    public static StabilityReport Compute(
        string file, bool? simulated, ClockData data, IEnumerable<StabilityMeasure> measures,
        Func<int, int[]> factors, TimingMask? mask)
    {
        int[] multiples = factors(data.PhaseSeconds.Length - 1);
        List<StabilityCurve> curves = [.. measures
            .Select(measure => StabilityCurve.Compute(data, measure, multiples))];
        if (curves.All(curve => curve.Points.Count == 0))
        {
            throw new BadInputException(
                $"{file}: too few measurements, or too many missing, for a single term of "
                + string.Join(", ", curves.Select(curve => StabilityMeasures.ShortName(curve.Measure))));
        }

        IReadOnlyList<MaskComparison> comparisons =
            mask is null ? [] : MaskCheck.Compare(
                mask, data, MaskCheck.Multiples(mask, data.IntervalSeconds, multiples, data.PhaseSeconds.Length - 1));
        if (mask is not null && comparisons.Count == 0)
        {
            throw new BadInputException(
                $"{file}: nothing in it that mask {mask.Name} limits: it limits max|TE| of phase data and, at the taus "
                + "that docs/stability.md lists, MTIE and TDEV");
        }

        return new StabilityReport(file, simulated, data, curves, mask, comparisons);
    }

    /// <summary>What of the mask the data say nothing about, null if nothing.</summary>
    public string? Unchecked()
    {
        if (Mask is null) return null;
        var parts = new List<string>();
        if (Mask.MaximumTimeErrorNanoseconds is not null && Comparisons.All(one => one.Quantity != "max|TE|"))
            parts.Add("max|TE| (frequency data do not have it)");
        AddRange("MTIE", Mask.Mtie, parts);
        AddRange("TDEV", Mask.Tdev, parts);
        if (Data.Missing > 0) parts.Add($"whatever {Data.Missing} missing measurements would have shown");
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private void AddRange(string quantity, IReadOnlyList<MaskRow> rows, List<string> parts)
    {
        if (rows.Count == 0) return;
        List<double> taus = [.. Comparisons.Where(one => one.Quantity == quantity).Select(one => one.TauSeconds!.Value)];
        if (taus.Count == 0) parts.Add($"{quantity} (no tau of the data within the mask)");
        else if (2 * taus[^1] < rows[^1].UpToSeconds) parts.Add($"{quantity} beyond {taus[^1]:G6} s");
    }
}

/// <summary>One measure at all its taus, each with its confidence interval where there is one.</summary>
internal sealed record StabilityCurve(
    StabilityMeasure Measure, IReadOnlyList<StabilityPoint> Points, IReadOnlyList<StabilityInterval?> Intervals)
{
    public static StabilityCurve Compute(ClockData data, StabilityMeasure measure, int[] multiples)
    {
        IReadOnlyList<StabilityPoint> points = StabilityAnalysis.Compute(data, measure, multiples);
        return new StabilityCurve(measure, points, StabilityConfidence.Of(data, measure, points));
    }
}
