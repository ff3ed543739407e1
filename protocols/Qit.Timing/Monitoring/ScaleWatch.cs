namespace Qit.Timing.Monitoring;

/// <summary>
/// A comparison's frequency at one averaging time of m epochs: the mean of the last m against that of the m before, which is
/// the difference that the Allan variance squares. For every power law of clock noise from white phase to random walk
/// frequency neighbouring ones have a short memory and a variance that does not depend on how long one looks, so that a
/// threshold means the same for each clock.
/// </summary>
/// <param name="multiple">Averaging factor m; a multiple of 4.</param>
/// <param name="learningEpochs">See <see cref="MonitorOptions.LearningEpochs"/>.</param>
internal sealed class ScaleWatch(int multiple, int learningEpochs)
{
    /// <summary>Strides that are remembered: two windows.</summary>
    public const int Slots = (2 * PointsInWindow) + 1;

    private const int PointsInWindow = 4;

    // Overlapping Allan variances have about N/m degrees of freedom under random walk FM, more under the other kinds (NIST SP
    // 1065, 5.4.3).
    private const double FreedomPerWindow = 1;

    private readonly PhasePoint[] points = NewPoints();
    private readonly NoiseLevel noise = new(
        FreedomPerWindow / PointsInWindow, Math.Max(64, FreedomPerWindow * learningEpochs / multiple));

    private long slot;
    private PhasePoint newest = PhasePoint.Missing;

    /// <summary>Epochs between two looks: a quarter of the window.</summary>
    public int Stride { get; } = multiple / PointsInWindow;

    public bool IsLearned => noise.IsLearned;

    public void Take(PhasePoint point) => newest = point;

    /// <summary>Ends a stride: its last reading stands for it.</summary>
    public void EndStride()
    {
        points[slot++ % Slots] = newest;
        newest = PhasePoint.Missing;
    }

    /// <summary>The change at the end of the last stride; null where a reading is missing or the noise unknown.</summary>
    public PhaseChange? Change()
    {
        if (!noise.IsLearned || Departure() is not (double seconds, double measured)) return null;
        PhasePoint middle = Back(PointsInWindow);
        return PhaseChange.Judge(seconds, measured, noise, 1, Back(0).Time - middle.Time, middle.Time);
    }

    public void Learn()
    {
        if (Departure() is (double seconds, double measured)) noise.Learn(seconds, measured);
    }

    /// <summary>Forgets all readings; the noise stays known.</summary>
    public void Restart()
    {
        Array.Fill(points, PhasePoint.Missing);
        newest = PhasePoint.Missing;
    }

    /// <summary>Forgets one reading.</summary>
    public void Erase(double time)
    {
        for (int index = 0; index < Slots; index++)
        {
            if (points[index].Time == time) points[index] = PhasePoint.Missing;
        }

        if (newest.Time == time) newest = PhasePoint.Missing;
    }

    /// <summary>Moves all readings before a time to where they would have been had the phase not stepped then.</summary>
    public void Shift(double time, double seconds)
    {
        for (int index = 0; index < Slots; index++)
        {
            if (points[index].Time < time) points[index] = points[index] with { Phase = points[index].Phase + seconds };
        }

        if (newest.Time < time) newest = newest with { Phase = newest.Phase + seconds };
    }

    private (double Seconds, double Measured)? Departure()
    {
        PhasePoint first = Back(2 * PointsInWindow);
        PhasePoint middle = Back(PointsInWindow);
        PhasePoint last = Back(0);
        if (first.IsMissing || middle.IsMissing || last.IsMissing) return null;
        return PhaseChange.Departure(first, middle, last);
    }

    private PhasePoint Back(int strides) => points[(slot - 1 - strides + Slots) % Slots];

    private static PhasePoint[] NewPoints()
    {
        var points = new PhasePoint[Slots];
        Array.Fill(points, PhasePoint.Missing);
        return points;
    }
}
