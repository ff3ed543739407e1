using Qit.Randomness.Statistics;

namespace Qit.Randomness.Health;

/// <summary>
/// Cut-offs of the two continuous health tests of NIST SP 800-90B, clause 4.4, computed on the host and sent to the
/// device, which only counts. False alarms are stated as an exponent e: probability 2^-e per test, 20 to 40 by the
/// standard's advice. On the clicks of a Bell test they find a dead detector and certify nothing.
/// </summary>
public static class HealthTestCutoffs
{
    /// <summary>Window of the adaptive proportion test for binary sources, samples.</summary>
    public const int BinaryWindow = 1024;

    /// <summary>Window of the adaptive proportion test for other sources, samples.</summary>
    public const int NonBinaryWindow = 512;

    /// <summary>
    /// Repetition count test: C = 1 + ceil(e / H). The test fails when a value repeats C times in a row.
    /// </summary>
    /// <param name="minEntropyPerSampleBits">H, above 0 up to 32 bits.</param>
    /// <param name="falseAlarmExponent">e of the false-alarm probability 2^-e, 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is outside its range or the cut-off does not fit 31 bits.
    /// </exception>
    public static int RepetitionCount(double minEntropyPerSampleBits, int falseAlarmExponent)
    {
        Check(minEntropyPerSampleBits, falseAlarmExponent);
        double cutoff = 1 + Math.Ceiling(falseAlarmExponent / minEntropyPerSampleBits);
        if (cutoff > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(minEntropyPerSampleBits), minEntropyPerSampleBits,
                "The min-entropy is too small for a repetition count of 31 bits.");
        }
        return (int)cutoff;
    }

    /// <summary>
    /// Adaptive proportion test: C = 1 + CRITBINOM(W, 2^-H, 1 - 2^-e). The test fails when the first value of a window
    /// of W samples occurs C times in it, itself counted.
    /// </summary>
    /// <param name="minEntropyPerSampleBits">H, above 0 up to 32 bits.</param>
    /// <param name="falseAlarmExponent">e of the false-alarm probability 2^-e, 1 to 1000.</param>
    /// <param name="windowSamples">W, at least 2; by the standard 1024 for binary sources and 512 for others.</param>
    /// <returns>
    /// The cut-off. Above W when the window cannot reach the false-alarm rate: the test then never fails.
    /// </returns>
    public static int AdaptiveProportion(double minEntropyPerSampleBits, int falseAlarmExponent, int windowSamples)
    {
        Check(minEntropyPerSampleBits, falseAlarmExponent);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSamples, 2);
        double probability = Math.Pow(2, -minEntropyPerSampleBits);
        return 1 + (int)BinomialTail.CriticalValue(windowSamples, probability, -falseAlarmExponent * Math.Log(2));
    }

    private static void Check(double minEntropyPerSampleBits, int falseAlarmExponent)
    {
        if (!(minEntropyPerSampleBits > 0 && minEntropyPerSampleBits <= 32))
        {
            throw new ArgumentOutOfRangeException(nameof(minEntropyPerSampleBits), minEntropyPerSampleBits,
                "The assessed min-entropy lies above 0 and at most at 32 bits per sample.");
        }
        if (falseAlarmExponent is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(falseAlarmExponent), falseAlarmExponent,
                "The false-alarm probability 2^-e needs e from 1 to 1000.");
        }
    }
}
