namespace Qit.Timing.Counting;

/// <summary>
/// Measures accidentals: streams shifted against each other by more than anything that correlates them have none but
/// accidental coincidences, and keep their true rates, dead times and afterpulses, which a formula does not know.
/// </summary>
internal sealed class ShiftedWindows(CountingOptions options, ReadOnlyMemory<long>[] tags, long duration, long[] shifts)
{
    /// <summary>Accidentals of each pattern with every channel shifted against every other.</summary>
    public ValueWithError[] AllApart()
    {
        int[] apart = [.. Enumerable.Range(0, options.ChannelCount)];
        CoincidenceCounter[] runs = [.. shifts.Select(shift => Run(options, tags, apart, shift))];
        return [.. options.Patterns.Select((pattern, index) =>
        {
            double[] counts = [.. runs.Select((run, at) => run.Coincidences(index) * Loss(apart, shifts[at]))];
            return ValueWithError.OfRepeats(counts, counts.Sum());
        })];
    }

    /// <summary>
    /// Expected number of coincidences of a pattern whose tags do not all belong together. With S_p the count where the
    /// channels are shifted block by block as the partition p says, the joint cumulant of the channels is the sum over p of
    /// (-1)^(b-1) (b-1)! S_p (b blocks; Speed, Austral. J. Statist. 25, 378 (1983)); what is left of S unshifted is this.
    /// </summary>
    public ValueWithError NotAllTogether(CoincidencePattern pattern)
    {
        int[] channels = pattern.ChannelList();
        ReadOnlyMemory<long>[] own = [.. channels.Select(channel => tags[channel])];
        CountingOptions alone = options with
        {
            ChannelCount = channels.Length,
            Patterns = [new((1u << channels.Length) - 1, pattern.WindowPicoseconds)],
            DelaysPicoseconds = [.. channels.Select(options.Delay)],
            DeadTimesPicoseconds = [.. channels.Select(options.DeadTime)],
        };
        double[] sums = new double[shifts.Length];
        double variance = 0;
        foreach (int[] blocks in Partitions(channels.Length).Where(blocks => blocks.Max() > 0))
        {
            double weight = 1;
            for (int block = 1; block <= blocks.Max(); block++) weight *= -block;
            for (int at = 0; at < shifts.Length; at++)
            {
                double count = Run(alone, own, blocks, shifts[at]).Coincidences(0) * Loss(blocks, shifts[at]);
                sums[at] -= weight * count;
                variance += weight * weight * count;
            }
        }
        return ValueWithError.OfRepeats(sums, variance);
    }

    /// <summary>All partitions of so many channels: for each the block of every channel, blocks numbered as they come.
    /// </summary>
    private static IEnumerable<int[]> Partitions(int channels) => channels == 0
        ? [[]]
        : Partitions(channels - 1).SelectMany(blocks => Enumerable.Range(0, blocks.Length == 0 ? 1 : blocks.Max() + 2)
            .Select(block => (int[])[.. blocks, block]));

    private static CoincidenceCounter Run(CountingOptions options, ReadOnlyMemory<long>[] tags, int[] blocks, long shift)
    {
        var counter = new CoincidenceCounter(options with
        {
            DelaysPicoseconds = [.. blocks.Select((block, channel) => options.Delay(channel) + (block * shift))],
        });
        counter.Add(tags);
        counter.Finish();
        return counter;
    }

    /// <summary>Shifted streams overlap for a shorter time; counts are scaled to the whole.</summary>
    private double Loss(int[] blocks, long shift) => duration / (duration - ((double)blocks.Max() * Math.Abs(shift)));
}
