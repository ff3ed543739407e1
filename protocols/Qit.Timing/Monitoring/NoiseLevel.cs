namespace Qit.Timing.Monitoring;

/// <summary>
/// The variance of one kind of change, learned from past ones beyond what the measurement's own errors explain. Few samples
/// make a poor estimate, so a change is judged by Student's t with the samples' equivalent degrees of freedom, turned into
/// the Gaussian deviate of the same probability by Wallace's formula (Annals of Mathematical Statistics 30, 1124 (1959)).
/// </summary>
/// <param name="freedomPerSample">Degrees of freedom that a sample adds: below 1, since neighbours are correlated.</param>
/// <param name="mostFreedom">Where learning turns into forgetting with this memory.</param>
internal sealed class NoiseLevel(double freedomPerSample, double mostFreedom)
{
    // Below this a variance is not estimated; t of 1 degree of freedom has no variance at all.
    private const double LeastFreedom = 4;
    private const double WinsorDeviate = 3;

    // A femtosecond squared: rounding of doubles that hold milliseconds stays far below.
    private const double Floor = 1e-34;

    private double excess;
    private double freedom;

    public bool IsLearned => freedom >= LeastFreedom;

    /// <summary>Variance of a change whose measurement errors alone have variance <paramref name="measured"/>.</summary>
    /// <param name="measured">Seconds squared.</param>
    /// <param name="stretch">Time it spans over the nominal time. Random walk FM, the worst, grows with its cube.</param>
    public double Variance(double measured, double stretch = 1) =>
        measured + (Math.Max(0, excess) * stretch * stretch * stretch) + Floor;

    /// <summary>The Gaussian deviate as improbable as t of the learned degrees of freedom.</summary>
    public double Deviate(double t)
    {
        double factor = ((8 * freedom) + 1) / ((8 * freedom) + 3);
        return Math.CopySign(factor * Math.Sqrt(freedom * Math.Log(1 + (t * t / freedom))), t);
    }

    /// <summary>Takes a change that raised no suspicion. Its size is bounded, so that a fault does not hide the next.</summary>
    public void Learn(double change, double measured)
    {
        double square = change * change;
        if (IsLearned)
            square = Math.Min(square, Variance(measured) * freedom * (Math.Exp(WinsorDeviate * WinsorDeviate / freedom) - 1));
        freedom = Math.Min(freedom + freedomPerSample, mostFreedom);
        excess += (square - measured - excess) * freedomPerSample / freedom;
    }
}
