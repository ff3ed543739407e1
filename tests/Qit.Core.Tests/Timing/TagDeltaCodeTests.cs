using CsCheck;
using Qit.Core.Timing;

namespace Qit.Core.Tests.Timing;

public class TagDeltaCodeTests
{
    private static readonly Gen<(long[] Ticks, byte[] Channels)> Tags =
        (from start in Gen.Long[-1_000_000_000_000, 1_000_000_000_000]
         from steps in Gen.OneOf(Gen.Long[-50, 1_000_000], Gen.Long[-TagDeltaCode.MaxDifferenceTicks / 300,
             TagDeltaCode.MaxDifferenceTicks / 300]).Array[0, 200]
         from channels in Gen.Byte[1, 15].Array[200]
         select (Accumulate(start, steps), channels[..steps.Length]));

    [Test]
    public void RoundTrip_HoldsForAnyTags() => Tags.Sample(tags =>
    {
        byte[] code = Encode(tags.Ticks, tags.Channels);
        long[] ticks = new long[tags.Ticks.Length];
        byte[] channels = new byte[tags.Ticks.Length];
        return TagDeltaCode.TryDecode(code, 0, code.Length, 0, ticks, channels, ticks.Length)
            && ticks.AsSpan().SequenceEqual(tags.Ticks)
            && channels.AsSpan().SequenceEqual(tags.Channels);
    });

    [Test]
    public void Decode_OfACutCode_IsRefused() => Tags.Where(tags => tags.Ticks.Length > 0).Sample(tags =>
    {
        byte[] code = Encode(tags.Ticks, tags.Channels);
        int count = tags.Ticks.Length;
        return !TagDeltaCode.TryDecode(code, 0, code.Length - 1, 0, new long[count], new byte[count], count);
    });

    [Test]
    public void Decode_OfAnyBytes_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 300], Gen.Long).Sample((code, count, first) =>
        {
            TagDeltaCode.TryDecode(code, 0, code.Length, first, new long[count], new byte[count], count);
            return true;
        });

    [TestCase(TagDeltaCode.MaxDifferenceTicks, ExpectedResult = true)]
    [TestCase(-TagDeltaCode.MaxDifferenceTicks, ExpectedResult = true)]
    [TestCase(TagDeltaCode.MaxDifferenceTicks + 1, ExpectedResult = false)]
    [TestCase(-TagDeltaCode.MaxDifferenceTicks - 1, ExpectedResult = false)]
    [TestCase(long.MinValue, ExpectedResult = false)]
    public bool Encode_TakesDifferencesUpToItsLimit(long difference)
    {
        byte[] code = new byte[TagDeltaCode.MaxBytesPerTag];
        int length = TagDeltaCode.Encode(difference, 15, code, 0);
        long[] ticks = new long[1];
        return length > 0 && TagDeltaCode.TryDecode(code, 0, length, 0, ticks, new byte[1], 1) && ticks[0] == difference;
    }

    [Test]
    public void Encode_OfAFiveKilohertzStream_TakesFiveBytesATag()
    {
        // 200 us in ticks of 4 ps.
        byte[] code = new byte[TagDeltaCode.MaxBytesPerTag];
        Assert.That(TagDeltaCode.Encode(50_000_000, 1, code, 0), Is.EqualTo(5));
    }

    private static long[] Accumulate(long start, long[] steps)
    {
        long time = start;
        return steps.Select(step => time += step).ToArray();
    }

    private static byte[] Encode(long[] ticks, byte[] channels)
    {
        byte[] code = new byte[ticks.Length * TagDeltaCode.MaxBytesPerTag];
        int length = 0;
        long last = 0;
        for (int i = 0; i < ticks.Length; i++)
        {
            length += TagDeltaCode.Encode(ticks[i] - last, channels[i], code, length);
            last = ticks[i];
        }
        return code[..length];
    }
}
