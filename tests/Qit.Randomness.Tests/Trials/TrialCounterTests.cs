using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
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
    public void Planes_AnyTrials_EqualOneByOne() =>
        Gen.Select(Gen.Int[0, 70_000], Gen.Bool, Gen.ULong).Sample((count, hasTests, seed) =>
        {
            var random = new SplitMix(seed);
            ulong[] Plane() => [.. Enumerable.Range(0, (count + 63) / 64).Select(_ => random.NextWord())];
            ulong[] x = Plane(), y = Plane(), a = Plane(), b = Plane(), t = hasTests ? Plane() : [];
            int At(ulong[] plane, int i) => (int)(plane[i >> 6] >> i) & 1;
            var expected = new long[16];
            for (int i = 0; i < count; i++)
                if (!hasTests || At(t, i) == 1) expected[(8 * At(x, i)) + (4 * At(y, i)) + (2 * At(a, i)) + At(b, i)]++;
            return TrialCounter.Count(new TrialPlanes(x, y, a, b, count, t)).Equals(new TrialCounts(expected));
        }, iter: 40);

    // The processor that runs this test takes one of the widths by itself; here each has its turn.
    [Test]
    public void EveryWidth_CountsAlike()
    {
        var random = new SplitMix(17);
        ulong[] Plane() => [.. Enumerable.Range(0, 1003).Select(_ => random.NextWord() | random.NextWord())];
        ulong[] x = Plane(), y = Plane(), a = Plane(), b = Plane(), t = Plane();
        var widths = new List<string>();
        void Check<TLanes>(bool isSupported)
            where TLanes : struct, ILanes<TLanes>
        {
            if (!isSupported) return;
            widths.Add(typeof(TLanes).Name);
            foreach (ulong[] tests in (ulong[][])[t, []])
            {
                var trials = new TrialPlanes(x, y, a, b, 64 * 1003, tests);
                var vector = new long[16];
                int done = TrialCounter.Tally<TLanes>(trials, 1003, vector);
                Assert.That(1003 - done, Is.InRange(0, TLanes.Words - 1));
                TrialCounter.TallyWords(trials, done, vector);
                var word = new long[16];
                TrialCounter.TallyWords(trials, 0, word);
                Assert.That(vector, Is.EqualTo(word), typeof(TLanes).Name);
            }
        }

        Check<Lanes128>(AdvSimd.Arm64.IsSupported || Ssse3.IsSupported);
        Check<Lanes256>(Avx2.IsSupported);
        Check<Lanes512>(Avx512BW.IsSupported);
        TestContext.Out.WriteLine($"tried: {string.Join(", ", widths)}");
    }

    [Test]
    public void Bytes_AtTheirMost_DoNotOverflow()
    {
        ulong[] ones = [.. Enumerable.Repeat(ulong.MaxValue, 5000)];
        var trials = new TrialPlanes(ones, ones, ones, ones, 64 * 5000, ones);
        Assert.That(TrialCounter.Count(trials)[1, 1, 1, 1], Is.EqualTo(64 * 5000));
    }

    [Test]
    public void Count_AllocatesNothing()
    {
        var words = new ulong[1000];
        var cells = new long[16];
        TrialCounter.AddTo(cells, new TrialPlanes(words, words, words, words, 64_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        TrialCounter.AddTo(cells, new TrialPlanes(words, words, words, words, 64_000));
        Assert.That(GC.GetAllocatedBytesForCurrentThread(), Is.EqualTo(before));
        Assert.That(cells[0], Is.EqualTo(128_000));
    }

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
