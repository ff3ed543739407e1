using Qit.Timing.Counting;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>What `qit count` was asked. Channels are numbers as in the file, or of the files.</summary>
internal sealed record CountRequest
{
    public required IReadOnlyList<string> Files { get; init; }

    public required TagReadOptions Reading { get; init; }

    /// <summary>Null takes all that occur.</summary>
    public IReadOnlyList<int>? Channels { get; init; }

    /// <summary>Null takes all pairs of the channels; a null window takes <see cref="WindowPicoseconds"/>.</summary>
    public IReadOnlyList<(IReadOnlyList<int> Channels, long? WindowPicoseconds)>? Patterns { get; init; }

    /// <summary>Full width.</summary>
    public required long WindowPicoseconds { get; init; }

    public required IReadOnlyDictionary<int, decimal> DelaysPicoseconds { get; init; }

    public required IReadOnlyDictionary<int, decimal> DeadTimesPicoseconds { get; init; }

    public required IReadOnlyDictionary<int, decimal> BackgroundPerSecond { get; init; }

    public bool IsExclusive { get; init; }

    public required AnalysisOptions Analysis { get; init; }

    /// <summary>Channels A and B; the same twice is an autocorrelation.</summary>
    public (int A, int B)? Correlation { get; init; }

    public required long BinPicoseconds { get; init; }

    public required long RangePicoseconds { get; init; }

    /// <summary>Herald, A and B.</summary>
    public (int Herald, int A, int B)? Heralded { get; init; }

    public double? IntervalSeconds { get; init; }
}
