namespace Qit.Timing.Monitoring;

/// <summary>All that is watched of one comparison: steps from epoch to epoch, and frequency at growing averaging times.
/// </summary>
internal sealed class PairWatch(MonitorOptions options)
{
    /// <summary>Averaging factors, epochs: at 120 s from 8 minutes to 5.7 days.</summary>
    public static readonly int[] Multiples = [4, 16, 64, 256, 1024, 4096];

    private readonly StepWatch steps = new(options.LearningEpochs);
    private readonly ScaleWatch[] scales = [.. Multiples.Select(m => new ScaleWatch(m, options.LearningEpochs))];
    private int readings;

    /// <summary>True once it may raise an alarm.</summary>
    public bool IsLearned => readings >= options.LearningEpochs;

    /// <summary>Epoch of the newest reading; -1 before the first.</summary>
    public long LastTick { get; private set; } = -1;

    public void Take(long tick, PhasePoint point)
    {
        // Nothing that looks across a gap can tell a step in it from a new frequency; coarse scales hardly notice it.
        if (LastTick >= 0 && tick - LastTick > StepWatch.Reach)
        {
            foreach (ScaleWatch scale in scales)
            {
                if (scale.Stride < tick - LastTick) scale.Restart();
            }
        }

        LastTick = tick;
        readings++;
        steps.Take(tick, point);
        foreach (ScaleWatch scale in scales) scale.Take(point);
    }

    /// <summary>Ends epochs: one with a reading or without, or a pause.</summary>
    public void EndEpochs(long first, long last)
    {
        foreach (ScaleWatch scale in scales)
        {
            long strides = (last / scale.Stride) - ((first - 1 + scale.Stride) / scale.Stride) + 1;
            for (strides = Math.Min(strides, ScaleWatch.Slots); strides > 0; strides--) scale.EndStride();
        }
    }

    public static bool IsDue(int scale, long tick) => tick % (Multiples[scale] / 4) == 0;

    public PhaseChange? Step(long before, long at) => IsLearned ? steps.Change(before, at) : null;

    public PhaseChange? Frequency(int scale) => IsLearned ? scales[scale].Change() : null;

    public void Learn(long tick)
    {
        if (LastTick == tick) steps.Learn(tick);
        for (int scale = 0; scale < scales.Length; scale++)
        {
            if (IsDue(scale, tick)) scales[scale].Learn();
        }
    }

    /// <summary>Forgets all readings: the frequency is a new one. The noise stays known.</summary>
    public void Restart()
    {
        steps.Restart();
        foreach (ScaleWatch scale in scales) scale.Restart();
    }

    /// <summary>Forgets the reading of an epoch, which was in error.</summary>
    public void Erase(long tick)
    {
        double time = steps.Erase(tick);
        if (double.IsNaN(time)) return;
        foreach (ScaleWatch scale in scales) scale.Erase(time);
    }

    /// <summary>Takes a step of the phase out of the past.</summary>
    public void Shift(double time, double seconds)
    {
        steps.Shift(time, seconds);
        foreach (ScaleWatch scale in scales) scale.Shift(time, seconds);
    }
}
