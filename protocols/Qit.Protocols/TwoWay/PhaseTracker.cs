using Qit.Core.Numerics;

namespace Qit.Protocols.TwoWay;

/// <summary>
/// Follows the phase of one direction alone: from rest up the rates, each twice the one before, without losing a turn, and
/// then at the highest rate by a second-order loop. It counts from the phase at rest, and unwraps it as long as the lowest
/// rate turns it by less than half a turn. Integers only.
/// </summary>
public sealed class PhaseTracker
{
    /// <summary>Fringes without a phase in a row after which it is lost.</summary>
    public const int MostEmptyFringes = 4;

    private const int GuardBits = 8;

    private int rest;
    private long phase;
    private long slope;
    private int emptyFringes;

    /// <summary>Phase since rest, 2^-32 turn.</summary>
    public long Phase => (phase + (1L << (GuardBits - 1))) >> GuardBits;

    /// <summary>True when the phase is lost.</summary>
    public bool IsLost => emptyFringes >= MostEmptyFringes;

    /// <summary>Begins with the fringe at rest.</summary>
    /// <param name="restPhase">Its phase, 2^-32 turn.</param>
    public void Begin(int restPhase)
    {
        rest = restPhase;
        phase = 0;
        slope = 0;
        emptyFringes = 0;
    }

    /// <summary>Takes the fringe at the lowest rate, then at twice the rate of the one before. Exact.</summary>
    /// <param name="measured">Its phase, 2^-32 turn.</param>
    public void Climb(int measured)
    {
        long expected = Phase << 1;
        phase = FixedPhase.Nearest(SinceRest(measured), expected) << GuardBits;
        emptyFringes = 0;
    }

    /// <summary>Takes the next fringe at the highest rate: with g = 2^-shift the phase moves by g, its slope by g^2/4 of what
    /// the fringe differs from the prediction (critically damped): a drift that sets in at once is followed up to g/4 turns a
    /// fringe. Differs from the same loop in double precision by at most
    /// 1 + 2^(2 shift - 5) units, for phases up to 2^22 turns.</summary>
    /// <param name="measured">Its phase, 2^-32 turn.</param>
    /// <param name="shift">0 to 8.</param>
    public void Follow(int measured, int shift)
    {
        long predicted = phase + slope;
        long nearest = FixedPhase.Nearest(SinceRest(measured), predicted >> GuardBits) << GuardBits;
        long difference = nearest - predicted;
        phase = predicted + Shifted(difference, shift);
        slope += Shifted(difference, shift + shift + 2);
        emptyFringes = 0;
    }

    /// <summary>A fringe had no phase: it goes on by its slope.</summary>
    public void Coast()
    {
        phase += slope;
        emptyFringes++;
    }

    private int SinceRest(int measured)
    {
        long difference = -1L * rest + measured;
        return (int)((difference << 32) >> 32);
    }

    private static long Shifted(long value, int shift) => (value + ((1L << shift) >> 1)) >> shift;
}
