namespace Qit.Timing.Monitoring;

/// <summary>
/// A comparison's phase from epoch to epoch: how far a reading is from where the line through earlier ones leads. The line
/// may be 1, 4 or 16 epochs long: a long one averages white noise, a short one keeps up with a wandering frequency; the one
/// that predicted best in the past is used.
/// </summary>
/// <param name="learningEpochs">See <see cref="MonitorOptions.LearningEpochs"/>.</param>
internal sealed class StepWatch(int learningEpochs)
{
    /// <summary>Epochs that a prediction may reach.</summary>
    public const int Reach = 8;

    private const int Slots = 64;
    private const double FreedomPerSample = 0.5;
    private static readonly int[] Lengths = [1, 4, 16];

    private readonly PhasePoint[] points = new PhasePoint[Slots];
    private readonly long[] ticks = NewTicks();
    private readonly NoiseLevel[] noise = [.. Lengths.Select(_ => new NoiseLevel(FreedomPerSample, FreedomPerSample * learningEpochs))];

    public void Take(long tick, PhasePoint point)
    {
        points[tick % Slots] = point;
        ticks[tick % Slots] = tick;
    }

    /// <summary>The change from the line that ends at the last reading up to <paramref name="before"/>; null where readings
    /// are missing or the noise unknown.</summary>
    public PhaseChange? Change(long before, long at)
    {
        if (!Has(at) || Last(before) is not long start || at - start > Reach) return null;
        PhaseChange? best = null;
        double stretch = at - start;
        for (int index = 0; index < Lengths.Length; index++)
        {
            if (!noise[index].IsLearned || Last(start - Lengths[index]) is not long first) continue;
            if (start - first > 2 * Lengths[index]) continue;
            PhasePoint middle = points[start % Slots];
            PhasePoint end = points[at % Slots];
            (double seconds, double measured) = PhaseChange.Departure(points[first % Slots], middle, end);
            PhaseChange change = PhaseChange.Judge(
                seconds, measured, noise[index], stretch, end.Time - middle.Time, middle.Time);
            if (best is null || change.Sigma < best.Value.Sigma) best = change;
        }

        return best;
    }

    /// <summary>Learns from an epoch without suspicion.</summary>
    public void Learn(long tick)
    {
        if (!Has(tick) || !Has(tick - 1)) return;
        for (int index = 0; index < Lengths.Length; index++)
        {
            if (!Has(tick - 1 - Lengths[index])) continue;
            (double seconds, double measured) = PhaseChange.Departure(
                points[(tick - 1 - Lengths[index]) % Slots], points[(tick - 1) % Slots], points[tick % Slots]);
            noise[index].Learn(seconds, measured);
        }
    }

    public void Restart() => Array.Fill(ticks, -1);

    /// <summary>Forgets the reading of an epoch; its time, NaN if there is none.</summary>
    public double Erase(long tick)
    {
        if (!Has(tick)) return double.NaN;
        ticks[tick % Slots] = -1;
        return points[tick % Slots].Time;
    }

    /// <summary>See <see cref="ScaleWatch.Shift"/>.</summary>
    public void Shift(double time, double seconds)
    {
        for (int index = 0; index < Slots; index++)
        {
            if (points[index].Time < time) points[index] = points[index] with { Phase = points[index].Phase + seconds };
        }
    }

    private bool Has(long tick) => tick >= 0 && ticks[tick % Slots] == tick;

    private long? Last(long tick)
    {
        for (int back = 0; back <= Reach; back++)
        {
            if (Has(tick - back)) return tick - back;
        }

        return null;
    }

    private static long[] NewTicks()
    {
        var ticks = new long[Slots];
        Array.Fill(ticks, -1);
        return ticks;
    }
}
