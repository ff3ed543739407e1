using System.Buffers.Binary;
using CsCheck;
using Qit.Core.Framing;

namespace Qit.Core.Tests.Framing;

public class LittleEndianTests
{
    [Test]
    public void Fields_AreWhatTheFrameworkWritesAndReads() =>
        Gen.Select(Gen.Long, Gen.UInt, Gen.UShort, (wide, word, half) =>
        {
            byte[] ours = new byte[14];
            LittleEndian.PutInt64(ours, 0, wide);
            LittleEndian.PutUInt32(ours, 8, word);
            LittleEndian.PutUInt16(ours, 12, half);
            byte[] theirs = new byte[14];
            BinaryPrimitives.WriteInt64LittleEndian(theirs, wide);
            BinaryPrimitives.WriteUInt32LittleEndian(theirs.AsSpan(8), word);
            BinaryPrimitives.WriteUInt16LittleEndian(theirs.AsSpan(12), half);
            return ours.AsSpan().SequenceEqual(theirs)
                && LittleEndian.GetInt64(ours, 0) == wide
                && LittleEndian.GetUInt32(ours, 8) == word
                && LittleEndian.GetUInt16(ours, 12) == half;
        }).Sample(isEqual => isEqual);

    [TestCase(long.MinValue)]
    [TestCase(-1L)]
    [TestCase(0L)]
    [TestCase(long.MaxValue)]
    public void Int64_HoldsAtTheEdges(long value)
    {
        byte[] bytes = new byte[8];
        LittleEndian.PutInt64(bytes, 0, value);
        Assert.That(LittleEndian.GetInt64(bytes, 0), Is.EqualTo(value));
    }
}
