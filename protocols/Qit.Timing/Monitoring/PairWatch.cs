namespace Qit.Timing.Monitoring;

/// <summary>
/// One comparison's sequential tests. After learning its frequency and noise it predicts each step of the phase; the
/// normalized rest goes to a threshold (phase jumps) and, clipped at <see cref="Clip"/> so that a jump alone cannot raise
/// it, to a two-sided CUSUM (Page, Biometrika 41, 100 (1954)) for the frequency. Measurement noise makes neighbouring
/// steps anticorrelated, which lowers the CUSUM's false-alarm rate below that stated for independent ones.
/// </summary>
internal sealed class PairWatch(MonitorOptions options)
{
    public const double Clip = 3;
    private const int Kept = 128;

    private readonly (double Time, double Phase, double Variance)[] history = new (double, double, double)[Kept];
    private int count;
    private int learned;
    private double square;
    private double spacing;
    private double steps;
    private double frequency;
    private double wander;
    private double up;
    private double down;
    private double upSince;
    private double downSince;

    private (double Time, double Phase, double Variance) first;

    /// <summary>Normalized step of the last epoch; 0 while learning and without measurement.</summary>
    public double Z { get; private set; }

    /// <summary>True if the CUSUM is above its level.</summary>
    public bool IsFrequencyAlarm => Math.Max(up, down) > options.CusumLevel;

    /// <summary>Last time before the frequency changed, as the CUSUM shows it.</summary>
    public double OnsetSeconds => up > down ? upSince : downSince;

    public void Take(double time, double phase, double error)
    {
        Z = 0;
        var now = (Time: time, Phase: phase, Variance: error * error);
        if (count == 0) first = now;
        else Step(history[(count - 1) % Kept], now);
        history[count % Kept] = now;
        count++;
    }

    public void Skip() => Z = 0;

    /// <summary>Change of the phase beyond what was predicted, and its standard deviation; null where either end is not
    /// remembered.</summary>
    public (double Seconds, double Sigma)? Change(double from, double to)
    {
        if (learned < options.LearningEpochs || Find(from) is not int start || Find(to) is not int end) return null;
        var a = history[start];
        var b = history[end];
        double span = b.Time - a.Time;
        return (b.Phase - a.Phase - (frequency * span),
            Math.Sqrt(Math.Max(a.Variance + b.Variance + (wander * span), double.Epsilon)));
    }

    /// <summary>Takes a new frequency for the normal one.</summary>
    public void Rebase(double change)
    {
        frequency += change;
        up = down = 0;
    }

    private int? Find(double time)
    {
        for (int back = 1; back <= Math.Min(count, Kept); back++)
        {
            if (history[(count - back) % Kept].Time == time) return (count - back) % Kept;
        }

        return null;
    }

    private void Step((double Time, double Phase, double Variance) last, (double Time, double Phase, double Variance) now)
    {
        double span = now.Time - last.Time;
        double measured = last.Variance + now.Variance;
        double rate = (now.Phase - last.Phase) / span;
        if (learned < options.LearningEpochs)
        {
            Learn(rate, measured, span, now);
            return;
        }

        double rest = (rate - frequency) * span;
        double variance = measured + (wander * span);
        Z = variance > 0 ? rest / Math.Sqrt(variance) : 0;
        double z = Math.Clamp(Z, -Clip, Clip);
        up = Advance(up, z, last.Time, ref upSince);
        down = Advance(down, -z, last.Time, ref downSince);
        frequency += z * Math.Sqrt(variance) / span / options.LearningEpochs;
        double excess = ((z * z * variance) - measured) / span;
        wander = Math.Max(0, wander + ((excess - wander) / options.LearningEpochs));
    }

    private double Advance(double sum, double z, double before, ref double since)
    {
        if (sum <= 0) since = before;
        return Math.Max(0, sum + z - options.CusumAllowance);
    }

    private void Learn(double rate, double measured, double span, (double Time, double Phase, double Variance) now)
    {
        learned++;
        square += rate * rate * span;
        steps += measured / span;
        spacing += span;
        if (learned < options.LearningEpochs) return;
        frequency = (now.Phase - first.Phase) / (now.Time - first.Time);

        // E[rest^2 / span] = wander + measured / span.
        wander = Math.Max(0, (square - (frequency * frequency * spacing) - steps) / learned);
    }
}
