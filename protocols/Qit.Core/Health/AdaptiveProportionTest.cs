using System;

namespace Qit.Core.Health;

/// <summary>
/// Adaptive proportion test of NIST SP 800-90B, section 4.4.2, over byte samples: fails when the first value of a window
/// of 512 samples comes back too often in it. Finds a source that has become biased.
/// </summary>
public sealed class AdaptiveProportionTest
{
    /// <summary>Samples in a window, as the standard sets it for a source that is not binary.</summary>
    public const int WindowSamples = 512;

    private readonly int cutoff;
    private int first;
    private int seen;
    private int matches;

    /// <summary>Starts with an empty window.</summary>
    /// <param name="cutoff">Count of the first value, itself included, that fails: 1 + CRITBINOM(512, 2^-H, 1 - alpha).
    /// From 2 to 512.</param>
    /// <exception cref="ArgumentOutOfRangeException">Cut-off outside 2 to 512.</exception>
    public AdaptiveProportionTest(int cutoff)
    {
        if (cutoff < 2 || cutoff > WindowSamples)
            throw new ArgumentOutOfRangeException(nameof(cutoff));
        this.cutoff = cutoff;
    }

    /// <summary>Failures since start, at most one a window. Never decreases.</summary>
    public int FailureCount { get; private set; }

    /// <summary>Takes samples in order.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="offset">First sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <returns>False when the test failed within them.</returns>
    public bool Add(byte[] samples, int offset, int count)
    {
        int failuresBefore = FailureCount;
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            int value = samples[i];
            if (seen == 0)
            {
                first = value;
                matches = 1;
            }
            else if (value == first && ++matches == cutoff)
                FailureCount++;
            if (++seen == WindowSamples)
                seen = 0;
        }
        return FailureCount == failuresBefore;
    }
}
