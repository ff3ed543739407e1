namespace Qit.Firmware;

/// <summary>
/// Cut-offs of the SP 800-90B health tests over bytes, at a false-alarm probability of 2^-30 a sample (once in three days
/// at 4 kB/s). A table, because the device has no double-precision logarithm; a test on the host computes each entry anew.
/// The claim is rounded down to the table, which makes the test more lenient, never stricter than its alpha.
/// </summary>
public static class HealthCutoffs
{
    private static readonly int[] ClaimMillibits = { 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000 };

    private static readonly int[] RepetitionCutoffs = { 31, 16, 11, 9, 7, 6, 6, 5 };

    // 1 + CRITBINOM(512, 2^-H, 1 - 2^-30)
    private static readonly int[] ProportionCutoffs = { 325, 190, 114, 71, 46, 31, 22, 16 };

    /// <summary>Cut-off of the repetition count test.</summary>
    /// <param name="claimedMillibitsPerByte">Claimed min-entropy, 1/1000 bit per byte; below 1000 counts as 1000.</param>
    public static int RepetitionCount(int claimedMillibitsPerByte) => RepetitionCutoffs[Row(claimedMillibitsPerByte)];

    /// <summary>Cut-off of the adaptive proportion test, window 512.</summary>
    /// <param name="claimedMillibitsPerByte">Claimed min-entropy, 1/1000 bit per byte; below 1000 counts as 1000.</param>
    public static int AdaptiveProportion(int claimedMillibitsPerByte) => ProportionCutoffs[Row(claimedMillibitsPerByte)];

    private static int Row(int claimedMillibitsPerByte)
    {
        int row = 0;
        while (row + 1 < ClaimMillibits.Length && claimedMillibitsPerByte >= ClaimMillibits[row + 1])
            row++;
        return row;
    }
}
