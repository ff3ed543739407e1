using CsCheck;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class SimulatedEntropySourceTests
{
    private const int Length = 20_000;

    [TestCase(0.5, 0)]
    [TestCase(0.6, 0)]
    [TestCase(0.3, 0.4)]
    [TestCase(0.5, 0.9)]
    public void Bits_HaveTheModelsBiasAndMemory(double one, double repeat)
    {
        double ones = 0, repeats = 0;
        foreach (ulong seed in Statistic.Seeds)
        {
            int[] bits = Bits(new EntropyOptions { ProbabilityOfOne = one, RepeatProbability = repeat }, seed);
            ones += bits.Sum();
            for (int i = 1; i < bits.Length; i++) repeats += bits[i] == bits[i - 1] ? 1 : 0;
        }

        // Markov chain with correlation r between neighbours: the variance of the sum grows by (1 + r) / (1 - r).
        double n = 8.0 * Length * Statistic.Seeds.Length;
        double sigma = Math.Sqrt(n * one * (1 - one) * (1 + repeat) / (1 - repeat));
        Statistic.IsNear(ones, n * one, sigma, "ones");
        double same = repeat + ((1 - repeat) * ((one * one) + ((1 - one) * (1 - one))));
        double pairs = n - Statistic.Seeds.Length;
        sigma = Math.Sqrt(pairs * same * (1 - same) * (1 + repeat) / (1 - repeat));
        Statistic.IsNear(repeats, pairs * same, sigma, "repeats");
    }

    [TestCase(0.5, 0, 8000)]
    [TestCase(0.75, 0, 3320)] // 8 x -log2 0.75 = 3.3203
    [TestCase(0.5, 0.5, 3320)]
    [TestCase(1, 0, 0)]
    public void Claim_IsTheModelsMinEntropy_UnlessToldOtherwise(double one, double repeat, int millibits)
    {
        var options = new EntropyOptions { ProbabilityOfOne = one, RepeatProbability = repeat };
        Assert.That(new SimulatedEntropySource(options, 1).ClaimedMillibitsPerByte, Is.EqualTo(millibits));
        var lying = new SimulatedEntropySource(options with { ClaimedMillibitsPerByte = 7000 }, 1);
        Assert.That(lying.ClaimedMillibitsPerByte, Is.EqualTo(7000));
        Assert.That(lying.ModelMillibitsPerByte, Is.EqualTo(millibits));
    }

    [Test]
    public void StuckSource_IsStuckFromItsByteOn()
    {
        byte[] good = Read(new EntropyOptions(), 1);
        byte[] stuck = Read(new EntropyOptions { StuckFromByte = 100, StuckAtValue = 0x5A }, 1);
        Assert.That(stuck.Take(100), Is.EqualTo(good.Take(100)));
        Assert.That(stuck.Skip(100), Is.All.EqualTo((byte)0x5A));
    }

    [Test]
    public void Bytes_DoNotDependOnTheReads()
    {
        var options = new EntropyOptions { ProbabilityOfOne = 0.4, RepeatProbability = 0.1 };
        byte[] expected = Read(options, 3);
        Gen.Int[1, 500].Array[1, 30].Sample(
            counts =>
            {
                var source = new SimulatedEntropySource(options, 3);
                var buffer = new byte[Length];
                int at = 0;
                foreach (int count in counts)
                {
                    source.Read(buffer, at, count, out int read);
                    at += read;
                }

                return at == counts.Sum() && buffer.AsSpan(0, at).SequenceEqual(expected.AsSpan(0, at));
            },
            iter: 100);
    }

    [Test]
    public void StationsAndSeeds_HaveTheirOwnStreams()
    {
        byte[] One(ulong seed, Station station)
        {
            var bytes = new byte[32];
            var world = new SimulatedWorld(Worlds.Perfect with { Seed = seed });
            world.Station(station).EntropySource.Read(bytes, 0, 32, out _);
            return bytes;
        }

        Assert.That(One(1, Station.A), Is.EqualTo(One(1, Station.A)));
        Assert.That(One(1, Station.B), Is.Not.EqualTo(One(1, Station.A)));
        Assert.That(One(2, Station.A), Is.Not.EqualTo(One(1, Station.A)));
    }

    private static byte[] Read(EntropyOptions options, ulong seed)
    {
        var bytes = new byte[Length];
        HalStatus status = new SimulatedEntropySource(options, seed).Read(bytes, 0, Length, out int read);
        Assert.That((status, read), Is.EqualTo((HalStatus.Ok, Length)));
        return bytes;
    }

    private static int[] Bits(EntropyOptions options, ulong seed) =>
        [.. Read(options, seed).SelectMany(b => Enumerable.Range(0, 8).Select(i => (b >> i) & 1))];
}
