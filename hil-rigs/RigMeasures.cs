using Qit.Agent.Results;

namespace Qit.Rigs;

/// <summary>Gathers results over a run and turns them into the measures that limits name.</summary>
public sealed class RigMeasures
{
    private readonly List<OffsetResult> offsets = [];
    private readonly List<RandomnessResult> blocks = [];
    private readonly Dictionary<string, StationResult> stations = [];

    /// <summary>Every measure a rig file may limit.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. new RigMeasures().Values().Keys];

    /// <summary>Takes a result.</summary>
    public void Handle(AgentResult result)
    {
        switch (result)
        {
            case OffsetResult offset:
                offsets.Add(offset);
                break;
            case RandomnessResult block:
                blocks.Add(block);
                break;
            case StationResult station:
                stations[station.Station] = station;
                break;
        }
    }

    /// <summary>All measures of the run so far; NaN where there was nothing to measure.</summary>
    public IReadOnlyDictionary<string, double> Values()
    {
        double[] errors = [.. offsets.Where(o => o.TruthPicoseconds.HasValue).Select(o => o.OffsetPicoseconds - o.TruthPicoseconds!.Value)];
        double[] pulls = [.. offsets.Where(o => o.TruthPicoseconds.HasValue)
            .Select(o => (o.OffsetPicoseconds - o.TruthPicoseconds!.Value) / o.StandardErrorPicoseconds)];
        return new Dictionary<string, double>
        {
            ["offsets"] = offsets.Count,
            ["offsetErrorPicosecondsRms"] = Rms(errors),
            ["offsetErrorOverStandardErrorRms"] = Rms(pulls),
            ["standardErrorPicosecondsMedian"] = Median([.. offsets.Select(o => o.StandardErrorPicoseconds)]),
            ["coincidencesMedian"] = Median([.. offsets.Select(o => o.Coincidences)]),
            ["blocks"] = blocks.Count,
            ["certifiedBlocks"] = blocks.Count(block => block.IsCertified),
            ["certifiedBits"] = blocks.Sum(block => (double)block.OutputBits),
            ["chshSMedian"] = Median([.. blocks.Select(block => block.ChshS)]),
            ["stationsOnline"] = stations.Values.Count(station => station.IsOnline),
            ["tagsLost"] = stations.Values.Sum(station => (double)station.TagsLostCount),
            ["trialsLost"] = stations.Values.Sum(station => (double)station.TrialsLostCount),
        };
    }

    private static double Rms(double[] values) =>
        values.Length == 0 ? double.NaN : Math.Sqrt(values.Average(value => value * value));

    private static double Median(double[] values)
    {
        if (values.Length == 0)
            return double.NaN;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
