using CsCheck;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Supervision;

namespace Qit.Protocols.Tests.Supervision;

public class DeviceStatusTests
{
    [Test]
    public void WriteAndRead_AreInverse() =>
        (from numbers in Gen.Long[0, long.MaxValue].Array[8]
         from ring in Gen.Int[0, 32]
         from flags in Gen.Bool.Array[2]
         from running in Gen.Bool.Array[LoopKind.Last]
         from states in Gen.Byte[0, 127].Array[LoopKind.Last]
         select (numbers, ring, flags, running, states)).Sample(s =>
        {
            var written = new DeviceStatus
            {
                UptimeMicroseconds = s.numbers[0], ResultCount = s.numbers[1], ResentCount = s.numbers[2],
                BadFrameCount = s.numbers[3], TagCount = s.numbers[4], TagsLostCount = s.numbers[5],
                TrialCount = s.numbers[6], TrialsLostCount = s.numbers[7], RingUsed = s.ring,
                IsEntropyStartingUp = s.flags[0], HasEntropyFailed = s.flags[1],
            };
            for (byte kind = 1; kind <= LoopKind.Last; kind++)
                written.SetLoop(kind, s.running[kind - 1], s.states[kind - 1]);
            byte[] payload = new byte[DeviceStatus.Length];
            written.Write(payload);
            var read = new DeviceStatus();
            Assert.That(read.TryRead(payload, payload.Length), Is.True);
            foreach (var property in typeof(DeviceStatus).GetProperties())
                Assert.That(property.GetValue(read), Is.EqualTo(property.GetValue(written)), property.Name);
            for (byte kind = 1; kind <= LoopKind.Last; kind++)
            {
                Assert.That(read.IsRunning(kind), Is.EqualTo(s.running[kind - 1]));
                Assert.That(read.HalStatusOf(kind), Is.EqualTo(s.states[kind - 1]));
            }
        });

    [Test]
    public void Read_RefusesAnotherLength() =>
        Assert.That(new DeviceStatus().TryRead(new byte[100], DeviceStatus.Length - 1), Is.False);

    [TestCase(0, -1L)]
    [TestCase(40, long.MinValue)]
    [TestCase(56, -5L)]
    public void Read_RefusesANegativeCounter(int offset, long value)
    {
        byte[] payload = new byte[DeviceStatus.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(offset), value);
        Assert.That(new DeviceStatus().TryRead(payload, payload.Length), Is.False);
    }

    [Test]
    public void Read_RefusesMoreThanTheRingHolds()
    {
        byte[] payload = new byte[DeviceStatus.Length];
        payload[64] = 33;
        Assert.That(new DeviceStatus().TryRead(payload, payload.Length), Is.False);
    }
}
