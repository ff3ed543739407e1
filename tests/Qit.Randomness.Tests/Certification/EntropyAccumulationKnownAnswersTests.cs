using System.Globalization;
using Qit.Randomness.Certification;

namespace Qit.Randomness.Tests.Certification;

public sealed class EntropyAccumulationKnownAnswersTests
{
    // One party's rate, gamma = 0.01, eps_s = eps_EA = 1e-8, recomputed independently of this code. Only the alphabet
    // of four, the pair of outcomes, gives all of these digits.
    [TestCase(0.83, 1e8, "0.501")]
    [TestCase(0.83, 1e9, "0.592")]
    [TestCase(0.83, 1e10, "0.623")]
    [TestCase(0.83, 1e12, "0.636")]
    [TestCase(0.80, 1e8, "0.243")]
    [TestCase(0.80, 1e9, "0.313")]
    [TestCase(0.80, 1e10, "0.335")]
    [TestCase(0.80, 1e12, "0.345")]
    public void CertifiedBitsPerTrial_EqualsTheKnownAnswer(double w, double trials, string bitsPerTrial)
    {
        EntropyAccumulationParameters parameters = new EntropyAccumulationConfiguration
        {
            Tradeoff = ChshTradeoff.OneParty,
            Trials = (long)trials,
            TestProbability = 0.01,
            ThresholdWinningProbability = w,
            SmoothingError = 1e-8,
            EventError = 1e-8,
        }.Build();
        Assert.That(parameters.CertifiedBitsPerTrial.ToString("0.000", CultureInfo.InvariantCulture),
            Is.EqualTo(bitsPerTrial));
    }

    [Test]
    public void OriginalForm_Liu2018_GivesThePublishedBits()
    {
        // n = 6.895e10, J = 2.757e-4, threshold 3/4 + J - sqrt(10/n), eps = 1/sqrt(n): published 6.2469e7 (with other
        // rounding).
        const double N = 6.895e10;
        double w = 0.75 + 2.757e-4 - Math.Sqrt(10 / N);
        double eps = 1 / Math.Sqrt(N);
        double original = OriginalEntropyAccumulation.Bits(N, w, eps, eps);
        Assert.That(Math.Floor(original), Is.EqualTo(62_459_809));

        // Control: the second-order term must be worth something on the same numbers.
        EntropyAccumulationParameters parameters = new EntropyAccumulationConfiguration
        {
            Trials = (long)N,
            ThresholdWinningProbability = w,
            SmoothingError = eps,
            EventError = eps,
        }.Build();
        Assert.That(parameters.CertifiedBits, Is.GreaterThan(1.2 * original));
    }
}
