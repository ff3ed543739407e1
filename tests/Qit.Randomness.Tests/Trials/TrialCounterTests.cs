using CsCheck;
using Qit.Randomness.Tests.Support;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Trials;

public sealed class TrialCounterTests
{
    [Test]
    public void Count_AnyTrials_EqualsOneByOne() =>
        Gen.Select(Gen.Int[0, 700], Gen.ULong).Sample((count, seed) =>
        {
            var random = new SplitMix(seed);
            int bytes = (count + 7) / 8;
            byte[] x = random.Bytes(bytes), y = random.Bytes(bytes), a = random.Bytes(bytes), b = random.Bytes(bytes);
            var expected = new long[16];
            for (int i = 0; i < count; i++)
            {
                expected[(8 * PackedTrials.Get(x, i)) + (4 * PackedTrials.Get(y, i))
                    + (2 * PackedTrials.Get(a, i)) + PackedTrials.Get(b, i)]++;
            }
            // The padding of the last byte is random here, so this also shows that it is ignored.
            TrialCounts counts = TrialCounter.Count(x, y, a, b, count);
            return counts.Equals(new TrialCounts(expected)) && counts.Total == count;
        });

    [Test]
    public void Count_Halves_AddUp()
    {
        PackedTrials all = TrialSampler.Quantum(1000, 0.9, seed: 5);
        TrialCounts Part(int from, int count) => TrialCounter.Count(
            PackedTrials.Slice(all.X, from, count), PackedTrials.Slice(all.Y, from, count),
            PackedTrials.Slice(all.A, from, count), PackedTrials.Slice(all.B, from, count), count);

        Assert.That(Part(0, 333) + Part(333, 667), Is.EqualTo(all.Counts));
        Assert.That(Part(0, 333) + Part(334, 666), Is.Not.EqualTo(all.Counts));
    }

    [Test]
    public void Count_WrongLength_NamesTheStream()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            TrialCounter.Count(new byte[2], new byte[2], new byte[3], new byte[2], 16));
        Assert.That(error!.ParamName, Is.EqualTo("a"));
        Assert.That(error.Message, Does.Contain("16 trials are packed into 2 bytes; 3 were given"));
    }
}
