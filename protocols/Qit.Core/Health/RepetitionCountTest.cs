using System;

namespace Qit.Core.Health;

/// <summary>
/// Repetition count test of NIST SP 800-90B, section 4.4.1, over byte samples: fails when one value repeats so often that
/// the claimed min-entropy would explain it with a probability of at most alpha. Finds a source that is stuck.
/// </summary>
public sealed class RepetitionCountTest
{
    private readonly int cutoff;
    private int last = -1;
    private int run;

    /// <summary>Starts with no sample seen.</summary>
    /// <param name="cutoff">Run length that fails: 1 + ceil(-log2(alpha) / H), H in bit per sample. At least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Cut-off below 2.</exception>
    public RepetitionCountTest(int cutoff)
    {
        if (cutoff < 2)
            throw new ArgumentOutOfRangeException(nameof(cutoff));
        this.cutoff = cutoff;
    }

    /// <summary>Failures since start. Never decreases.</summary>
    public int FailureCount { get; private set; }

    /// <summary>Takes samples in order.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="offset">First sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <returns>False when the test failed within them.</returns>
    public bool Add(byte[] samples, int offset, int count)
    {
        int failuresBefore = FailureCount;
        int value = last;
        int length = run;
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            if (samples[i] != value)
            {
                value = samples[i];
                length = 1;
            }
            else if (++length >= cutoff)
            {
                FailureCount++;
                length = 1;
            }
        }
        last = value;
        run = length;
        return FailureCount == failuresBefore;
    }
}
