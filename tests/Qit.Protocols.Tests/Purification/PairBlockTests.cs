using CsCheck;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;

namespace Qit.Protocols.Tests.Purification;

public class PairBlockTests
{
    private static readonly Gen<(long Source, long Target, byte Round, byte Result)> Records = Gen.Select(
        Gen.Long[0, PairBlock.MaxPair / 2], Gen.Long[-int.MaxValue, int.MaxValue], Gen.Byte, Gen.Byte[0, 7],
        (source, distance, round, result) => (source, Math.Max(0, source + distance), round, result));

    /// <summary>What the machine packs comes out of the blocks: every record once, in order, or counted as lost.</summary>
    [Test]
    public void Records_ComeOutAsTheyWentIn() =>
        Gen.Select(Records.Array[1, 400], Gen.Int[0, 3].Array[400], Gen.Long[0, 1L << 34]).Sample((records, lost, start) =>
        {
            // Neighbours in a block must lie near each other: spread them over 2^32 only.
            long first = records[0].Source;
            for (int i = 0; i < records.Length; i++)
            {
                long source = first + ((records[i].Source - first) % int.MaxValue);
                records[i] = (source, Math.Max(0, source + ((records[i].Target - records[i].Source) % int.MaxValue)),
                    records[i].Round, records[i].Result);
            }

            var machine = new PurificationMachine(200_000);
            machine.Start();
            var received = new List<(long, long, byte, byte)>();
            var block = new PairBlock();
            long lostSeen = 0, lostTotal = 0;
            for (int i = 0; i < records.Length; i++)
            {
                lostTotal += lost[i];
                (long source, long target, byte round, byte result) = records[i];
                machine.HandleRecords([source], [target], [round], [result], 1, lost[i], start + i);
                if (i == records.Length - 1) machine.Stop();
                while (machine.TryPeekBlock(out byte[] payload, out int length, start + i)) Take(payload, length);
            }

            Assert.That(received.Count + lostSeen, Is.EqualTo(records.Length + lostTotal));
            Assert.That(machine.RecordCount, Is.EqualTo(records.Length + lostTotal));
            Assert.That(lostSeen, Is.EqualTo(machine.LostCount));
            if (lostSeen == lostTotal) Assert.That(received, Is.EqualTo(records));

            void Take(byte[] payload, int length)
            {
                Assert.That(length, Is.LessThanOrEqualTo(Frame.MaxPayload));
                Assert.That(block.TryRead(payload, length), Is.True);
                Assert.That(block.Run, Is.EqualTo(1));
                lostSeen += block.LostBefore;
                Assert.That(block.FirstRecord, Is.EqualTo(received.Count + lostSeen));
                for (int i = 0; i < block.Count; i++)
                    received.Add((block.Sources[i], block.Targets[i], block.Rounds[i], block.Results[i]));
                machine.ClearBlock();
            }
        });

    [Test]
    public void HostileBytes_AreNoBlock_OrABlockInItsBounds() =>
        Gen.Byte.Array[0, Frame.MaxPayload].Sample(bytes =>
        {
            var block = new PairBlock();
            if (!block.TryRead(bytes, bytes.Length)) return;
            Assert.That(block.Count, Is.InRange(0, PairBlock.MaxRecords));
            Assert.That(block.Sources.Take(block.Count), Has.All.InRange(0, PairBlock.MaxPair));
        });

    [Test]
    public void WrongBlocks_AreRefused()
    {
        var block = new PairBlock();
        byte[] good = Payload(run: 1, first: 7, lost: 7, basePair: 5, result: 7);
        Assert.That(block.TryRead(good, good.Length), Is.True);
        Assert.That((block.Sources[0], block.Targets[0]), Is.EqualTo((4L, 6L)));
        Assert.That(block.TryRead(good, good.Length - 1), Is.False);
        Refused(Payload(run: 0, first: 7, lost: 7, basePair: 5, result: 7));
        Refused(Payload(run: 1, first: 6, lost: 7, basePair: 5, result: 7));
        Refused(Payload(run: 1, first: 7, lost: 7, basePair: 0, result: 7));
        Refused(Payload(run: 1, first: 7, lost: 7, basePair: -1, result: 7));
        Refused(Payload(run: 1, first: 7, lost: 7, basePair: 5, result: 8));

        void Refused(byte[] payload) => Assert.That(block.TryRead(payload, payload.Length), Is.False);
    }

    private static byte[] Payload(uint run, long first, long lost, long basePair, byte result)
    {
        byte[] payload = new byte[PairBlock.HeaderLength + PairBlock.RecordLength];
        PairBlock.PutHeader(payload, run, first, lost, basePair, 1);
        PairBlock.Put(payload, 0, basePair, basePair - 1, basePair + 1, 1, result);
        return payload;
    }
}
