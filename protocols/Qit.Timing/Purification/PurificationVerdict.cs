namespace Qit.Timing.Purification;

/// <summary>What the measured errors of two ways to synchronize say.</summary>
public enum PurificationVerdict
{
    /// <summary>The intervals overlap: more pairs would be needed to tell.</summary>
    Undecided,

    /// <summary>The first is smaller.</summary>
    Better,

    /// <summary>The first is larger.</summary>
    Worse,
}

/// <summary>Whether rounds of purification are worth it, and which protocol is better: decided when the intervals of the
/// errors do not overlap, so that a wrong decision is no more probable than the intervals allow.</summary>
public static class PurificationJudge
{
    /// <summary>Compares two errors.</summary>
    /// <param name="first">Interval of the first.</param>
    /// <param name="second">Interval of the second.</param>
    public static PurificationVerdict Compare(Estimate first, Estimate second) =>
        first.High < second.Low ? PurificationVerdict.Better
        : first.Low > second.High ? PurificationVerdict.Worse
        : PurificationVerdict.Undecided;

    /// <summary>The rounds of a measurement against none. The row that is judged is the best of those with rounds: better,
    /// and n rounds are worth it; worse, and no number of the measured rounds is.</summary>
    /// <param name="measured">The measurement.</param>
    /// <param name="judged">The row that was compared with none; row 0 when there is no other.</param>
    /// <exception cref="ArgumentNullException">There is no measurement.</exception>
    public static PurificationVerdict AgainstNone(MeasuredPurification measured, out MeasuredRow judged)
    {
        ArgumentNullException.ThrowIfNull(measured);
        Estimate none = measured.Rows[0].ErrorSeconds;
        judged = measured.Rows.Skip(1).MinBy(row => row.ErrorSeconds.Value) ?? measured.Rows[0];
        if (judged.Rounds == 0) return PurificationVerdict.Undecided;
        PurificationVerdict verdict = Compare(judged.ErrorSeconds, none);
        // That the best is worse says it of all; but each must be worse by itself to be sure of it.
        bool areAllWorse = measured.Rows.Skip(1).All(row => Compare(row.ErrorSeconds, none) == PurificationVerdict.Worse);
        return verdict == PurificationVerdict.Worse && !areAllWorse ? PurificationVerdict.Undecided : verdict;
    }
}
