using Qit.Randomness.Statistics;

namespace Qit.Randomness.SemiDeviceIndependent;

/// <summary>
/// What a random sample says about the rest, exactly: of k + n positions k are tested, every choice of k equally likely and
/// none depending on where the errors are. No approximation of the hypergeometric tail, no identical distribution.
/// </summary>
public static class RandomSampling
{
    /// <summary>
    /// Natural logarithm of the largest probability, over all numbers of errors, that at most testErrors lie among the tested
    /// positions and more than restErrors among the others.
    /// </summary>
    /// <remarks>
    /// With w errors in all the event is that at most min(testErrors, w - restErrors - 1) are tested. Up to w = restErrors + 1
    /// + testErrors one error more makes it likelier, beyond that less likely: the maximum is there.
    /// </remarks>
    /// <param name="tested">k, at least 1.</param>
    /// <param name="rest">n, at least 1.</param>
    /// <param name="testErrors">0 to k.</param>
    /// <param name="restErrors">0 to n.</param>
    public static double LnFailure(long tested, long rest, long testErrors, long restErrors)
    {
        Check(tested, rest, testErrors);
        ArgumentOutOfRangeException.ThrowIfNegative(restErrors);
        if (restErrors >= rest) return double.NegativeInfinity;
        return HypergeometricTail.LnUpper(restErrors + 1, restErrors + 1 + testErrors, rest, tested);
    }

    /// <summary>
    /// Fewest errors t for which <see cref="LnFailure"/> is at most lnError: the rest has at most t errors, or an event of that
    /// probability happened.
    /// </summary>
    /// <param name="tested">k, at least 1.</param>
    /// <param name="rest">n, at least 1.</param>
    /// <param name="testErrors">Most errors of an accepted sample, 0 to k.</param>
    /// <param name="lnError">Natural logarithm of the error, below 0.</param>
    /// <returns>0 to n; n when the sample says nothing.</returns>
    public static long MostErrorsInRest(long tested, long rest, long testErrors, double lnError)
    {
        Check(tested, rest, testErrors);
        if (!(lnError < 0))
            throw new ArgumentOutOfRangeException(nameof(lnError), lnError, "The logarithm of an error is below 0.");
        // Below the sample's own fraction the failure is no rare event, and its tail would be a long sum.
        long low = Math.Min(rest, (long)Math.Floor(testErrors / (double)tested * rest));
        long high = rest;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (LnFailure(tested, rest, testErrors, middle) <= lnError) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static void Check(long tested, long rest, long testErrors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tested, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rest, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(testErrors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(testErrors, tested);
    }
}
