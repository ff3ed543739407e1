using System.Numerics;

namespace Qit.Timing.Counting;

/// <summary>
/// Which channels have to click together, and how closely. A coincidence is one tag of each channel of the pattern whose
/// delay-corrected times all lie within half the window: latest - earliest &lt;= floor(W / 2), the edge counts. For two
/// channels this is |tB - tA| &lt;= W / 2, so W is the full width of the window around zero difference and accidentals
/// come at R_A R_B W.
/// </summary>
/// <param name="Channels">Bit n set: channel n takes part. At least two bits.</param>
/// <param name="WindowPicoseconds">Full width W, 0 to 2e15 ps.</param>
public readonly record struct CoincidencePattern(uint Channels, long WindowPicoseconds)
{
    internal const long WidestPicoseconds = 2_000_000_000_000_000;

    /// <summary>Number of channels that have to click.</summary>
    public int Fold => BitOperations.PopCount(Channels);

    /// <summary>Largest time between the earliest and the latest tag of a coincidence, ps.</summary>
    public long SpanPicoseconds => WindowPicoseconds / 2;

    /// <summary>Numbers of the channels, ascending.</summary>
    public int[] ChannelList()
    {
        uint channels = Channels;
        return [.. Enumerable.Range(0, 32).Where(channel => (channels >> channel & 1) != 0)];
    }

    /// <summary>True when every channel of the other pattern is also one of this, and this has more.</summary>
    public bool Contains(CoincidencePattern other) =>
        (Channels & other.Channels) == other.Channels && Channels != other.Channels;

    internal void Check(int channelCount)
    {
        if (Fold < 2)
            throw new ArgumentException($"A pattern has {Fold} channels; it needs at least 2.");
        if (channelCount < 32 && Channels >> channelCount != 0)
            throw new ArgumentException($"A pattern names channel {31 - BitOperations.LeadingZeroCount(Channels)}; "
                + $"there are 0 to {channelCount - 1}.");
        if (WindowPicoseconds is < 0 or > WidestPicoseconds)
            throw new ArgumentException(
                $"A window is {WindowPicoseconds} ps; right would be 0 to {WidestPicoseconds}.");
    }
}
