using System.Diagnostics;
using System.Globalization;
using Qit.Randomness.Certification;
using Qit.Randomness.Tests.Certification;

namespace Qit.Benchmarks.Randomness;

/// <summary>
/// Proves every two-party entropy bound again by branch and bound, and prints what it is worth beside the one-party entropy.
/// </summary>
internal static class TwoPartyRows
{
    public static void Print(string[] arguments)
    {
        Console.WriteLine("two-party: proofs of H(AB|X=x,Y=y,E) >= c + mu S by branch and bound");
        long all = 0;
        var watch = Stopwatch.StartNew();
        foreach ((double slope, double constant) in TwoPartyChshEntropy.InTermsOfS)
        {
            bool proved = TwoPartyChshProof.Proves(slope, constant, 100_000_000, out long boxes);
            all += boxes;
            string verdict = proved ? "proved" : "NOT PROVED";
            Line($"  mu = {slope,6:0.000}  c = {constant,11:0.000000}  {verdict}  {boxes,11:N0} boxes");
        }
        Line($"  {all:N0} boxes in {watch.Elapsed.TotalSeconds:0} s");
        Console.WriteLine("entropy of a trial, bits: one party, both, ratio");
        foreach (double w in new[] { 0.7503, 0.755, 0.76, 0.78, 0.80, 0.82, 0.83, 0.84, 0.85, 0.8535 })
        {
            double one = ChshEntropy.OneParty(w);
            double both = TwoPartyChshEntropy.Bits(w);
            Line($"  w = {w:0.0000}: {one:0.00000} {both:0.00000} {both / one:0.000}");
        }
        Console.WriteLine("certified bits of a trial (eps 1e-8 each): one party, both, ratio");
        foreach ((double w, double gamma, long n) in new[]
        {
            (0.84, 1.0, 1_000_000L), (0.84, 1.0, 100_000_000L), (0.83, 0.01, 100_000_000L),
            (0.83, 0.01, 10_000_000_000L), (0.80, 0.01, 10_000_000_000L), (0.7525, 1.0, 10_000_000_000L),
        })
        {
            long one = new EntropyAccumulationConfiguration
            {
                Tradeoff = ChshTradeoff.OneParty,
                Trials = n,
                TestProbability = gamma,
                ThresholdWinningProbability = w,
            }.Build().CertifiedBits;
            double both = TwoPartyEntropyAccumulation.Optimize(n, gamma, 1 - w, 1e-8, 1e-8).Bits;
            Line($"  w = {w}, gamma = {gamma}, n = {n:0.#e0}: {one / (double)n:0.0000} {both / n:0.0000} {both / one:0.000}");
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
