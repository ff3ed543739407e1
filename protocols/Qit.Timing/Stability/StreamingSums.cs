namespace Qit.Timing.Stability;

/// <summary>Sum of squared terms, with what is in it and what is not.</summary>
internal struct TermSum
{
    public double Squares;
    public long Terms;
    public long LeftOut;

    /// <summary>Adds a term; NaN is one that a gap has cost.</summary>
    public void Add(double term)
    {
        if (double.IsNaN(term))
        {
            LeftOut++;
            return;
        }

        Squares += term * term;
        Terms++;
    }
}

/// <summary>All that is kept of one averaging factor.</summary>
internal struct StreamingSums
{
    public TermSum Allan;
    public TermSum OverlappingAllan;
    public TermSum Hadamard;
    public TermSum OverlappingHadamard;
    public TermSum Modified;
    public TermSum TimeIntervalError;
    public double LargestSpread;
    public double LargestWideSpread;
    public long Windows;
    public long WindowsLeftOut;
}

/// <summary>Some neighbouring phases. The sum is NaN if one is missing; the extremes are of those that are not.</summary>
/// <param name="Sum">Sum.</param>
/// <param name="Largest">Largest; negative infinity if there is none.</param>
/// <param name="Smallest">Smallest; infinity if there is none.</param>
internal readonly record struct PhaseBlock(double Sum, double Largest, double Smallest)
{
    public PhaseBlock(double phase)
        : this(
            phase, double.IsNaN(phase) ? double.NegativeInfinity : phase,
            double.IsNaN(phase) ? double.PositiveInfinity : phase)
    {
    }

    public static PhaseBlock Empty => new(0, double.NegativeInfinity, double.PositiveInfinity);

    public PhaseBlock With(PhaseBlock next) =>
        new(Sum + next.Sum, Math.Max(Largest, next.Largest), Math.Min(Smallest, next.Smallest));
}
