namespace Qit.Randomness.Extraction;

/// <summary>
/// Randomness in against randomness out. The seed of a strong extractor is still random and independent of the output
/// afterwards, but it was needed, so it is charged; who reuses a seed for many blocks divides it and adds up the
/// errors.
/// </summary>
public sealed record ExpansionAccount
{
    /// <summary>Draws the balance of one run.</summary>
    /// <param name="outputBits">Extracted bits, at least 0.</param>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="testProbability">gamma, above 0 up to 1.</param>
    /// <param name="seedBits">Seed of the extractor, at least 0.</param>
    public ExpansionAccount(long outputBits, long trials, double testProbability, long seedBits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(seedBits);
        if (!(testProbability > 0 && testProbability <= 1))
            throw new ArgumentOutOfRangeException(nameof(testProbability), testProbability,
                "The test probability lies in (0, 1].");
        OutputBits = outputBits;
        SeedBits = seedBits;
        double gamma = testProbability;
        double flags = gamma == 1 ? 0
            : -(gamma * Math.Log2(gamma)) - ((1 - gamma) * double.LogP1(-gamma) / Math.Log(2));
        SettingsBits = trials * (flags + (2 * gamma));
    }

    /// <summary>Extracted bits.</summary>
    public long OutputBits { get; }

    /// <summary>
    /// Bits spent on settings and test flags: n (h(gamma) + 2 gamma), which is 2 n when every trial is a test.
    /// </summary>
    public double SettingsBits { get; }

    /// <summary>Bits of the extractor's seed.</summary>
    public long SeedBits { get; }

    /// <summary>Output - settings - seed; negative when the run consumed more than it gave.</summary>
    public double NetBits => OutputBits - SettingsBits - SeedBits;
}
