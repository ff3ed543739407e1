using CsCheck;
using Qit.Protocols.Supervision;

namespace Qit.Protocols.Tests.Supervision;

public class DeviceStatusTests
{
    [Test]
    public void WriteAndRead_AreInverse() =>
        (from numbers in Gen.Long[0, long.MaxValue].Array[8]
         from ring in Gen.Int[0, 32]
         from bits in Gen.Bool.Array[6]
         from states in Gen.Byte.Array[3]
         select (numbers, ring, bits, states)).Sample(s =>
        {
            var written = new DeviceStatus
            {
                UptimeMicroseconds = s.numbers[0], ResultCount = s.numbers[1], ResentCount = s.numbers[2],
                BadFrameCount = s.numbers[3], TagCount = s.numbers[4], TagsLostCount = s.numbers[5],
                TrialCount = s.numbers[6], TrialsLostCount = s.numbers[7], RingUsed = s.ring,
                IsOneWayRunning = s.bits[0], IsBellTrialsRunning = s.bits[1],
                IsEntropyStartingUp = s.bits[2], HasEntropyFailed = s.bits[3],
                TaggerStatus = s.states[0], TrialStatus = s.states[1],
                IsRoundTripRunning = s.bits[4], IsOneWayPathsRunning = s.bits[5], RoundTripStatus = s.states[2],
            };
            byte[] payload = new byte[DeviceStatus.Length];
            written.Write(payload);
            var read = new DeviceStatus();
            Assert.That(read.TryRead(payload, payload.Length), Is.True);
            foreach (var property in typeof(DeviceStatus).GetProperties())
                Assert.That(property.GetValue(read), Is.EqualTo(property.GetValue(written)), property.Name);
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
