using CsCheck;
using Qit.Hal.Buses;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class FaultyByteStreamTests
{
    private const int FrameCount = 4000;

    [Test]
    public void WithoutFaults_EveryByteArrives_WhateverTheChunks()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).SelectMany(Frame)];
        Gen.Select(Gen.Int[1, 400].Array[1, 9], Gen.Int[1, 400].Array[1, 9], Gen.Int[1, 2000]).Sample(
            (writes, reads, capacity) =>
            {
                var link = new InMemoryLink(capacity);
                var sender = new FaultyByteStream(link.EndA, null);
                var receiver = new FaultyByteStream(link.EndB, null);
                var received = new byte[bytes.Length + 400];
                int sent = 0, got = 0;
                for (int i = 0; got < bytes.Length; i++)
                {
                    int offered = Math.Min(writes[i % writes.Length], bytes.Length - sent);
                    sender.Write(bytes, sent, offered, out int written);
                    sent += written;
                    receiver.Read(received, got, reads[i % reads.Length], out int read);
                    got += read;
                }

                return received.AsSpan(0, got).SequenceEqual(bytes) && receiver.ReadCounts.Frames == 300;
            },
            iter: 200);
    }

    [Test]
    public void Dropped_AreGone_AndTheOthersUnharmed()
    {
        (List<int> arrived, LinkFaultCounts counts) = SendNumbers(new LinkFaultOptions { DropOneIn = 10 });
        CheckShare(counts.Dropped, 10);
        Assert.That(arrived, Has.Count.EqualTo(FrameCount - counts.Dropped).And.Ordered);
    }

    [Test]
    public void Doubled_ArriveTwiceInARow()
    {
        (List<int> arrived, LinkFaultCounts counts) = SendNumbers(new LinkFaultOptions { DoubleOneIn = 7 });
        CheckShare(counts.Doubled, 7);
        Assert.That(arrived, Has.Count.EqualTo(FrameCount + counts.Doubled).And.Ordered);
        Assert.That(arrived.Distinct().Count(), Is.EqualTo(FrameCount));
    }

    [Test]
    public void Reordered_ArriveAfterTheirSuccessor()
    {
        (List<int> arrived, LinkFaultCounts counts) = SendNumbers(new LinkFaultOptions { ReorderOneIn = 10 });
        int falls = Enumerable.Range(1, arrived.Count - 1).Count(i => arrived[i] < arrived[i - 1]);
        Assert.That(counts.Reordered, Is.GreaterThan(200));
        Assert.That(falls, Is.InRange(counts.Reordered - 1, counts.Reordered)); // the last may still be held
        Assert.That(arrived.Distinct().Count(), Is.InRange(FrameCount - 1, FrameCount));
    }

    [Test]
    public void CorruptedAndCut_AreTheOnlyFramesThatChange()
    {
        List<byte[]> sent = [.. Enumerable.Range(0, FrameCount).Select(Frame)];
        (byte[] corrupted, LinkFaultCounts counts) = Send(new LinkFaultOptions { CorruptOneIn = 20 });
        CheckShare(counts.Corrupted, 20);
        byte[] original = [.. sent.SelectMany(f => f)];
        Assert.That(corrupted, Has.Length.EqualTo(original.Length));
        int at = 0, changed = 0;
        foreach (byte[] frame in sent)
        {
            int bits = Enumerable.Range(at, frame.Length)
                .Sum(i => System.Numerics.BitOperations.PopCount((uint)(corrupted[i] ^ original[i])));
            Assert.That(bits, Is.InRange(0, 4));
            if (bits > 0) changed++;
            at += frame.Length;
        }

        Assert.That(changed, Is.EqualTo(counts.Corrupted));
        (byte[] cut, counts) = Send(new LinkFaultOptions { CutOneIn = 20 });
        CheckShare(counts.Cut, 20);
        Assert.That(cut.Length, Is.InRange(original.Length - (counts.Cut * 40), original.Length - counts.Cut));
    }

    [Test]
    public void SameSeed_SameFaults_AnotherSeed_Others()
    {
        var options = new LinkFaultOptions
        {
            Seed = 3,
            CorruptOneIn = 9,
            DropOneIn = 9,
            DoubleOneIn = 9,
            ReorderOneIn = 9,
            CutOneIn = 9,
        };
        (byte[] first, LinkFaultCounts counts) = Send(options);
        (byte[] second, LinkFaultCounts same) = Send(options);
        (byte[] other, _) = Send(options with { Seed = 4 });
        Assert.That(second, Is.EqualTo(first));
        Assert.That(same, Is.EqualTo(counts));
        Assert.That(counts.Faulty, Is.GreaterThan(1500));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [Test]
    public void Disconnection_LastsUntilReopened()
    {
        var link = new InMemoryLink();
        var stream = new FaultyByteStream(link.EndA, new LinkFaultOptions { DisconnectOneIn = 1 });
        var buffer = new byte[100];
        byte[] frame = Frame(1);
        Assert.That(stream.Write(frame, 0, frame.Length, out _), Is.EqualTo(HalStatus.Disconnected));
        Assert.That(stream.IsDown);
        Assert.That(stream.Read(buffer, 0, 100, out _), Is.EqualTo(HalStatus.Disconnected));
        Assert.That(stream.Write(frame, 0, frame.Length, out int written), Is.EqualTo(HalStatus.Disconnected));
        Assert.That(written, Is.Zero);
        link.EndB.Write(frame, 0, frame.Length, out _);
        stream.Reopen();
        Assert.That(stream.Read(buffer, 0, 100, out int read), Is.EqualTo(HalStatus.Ok));
        Assert.That(buffer[..read], Is.EqualTo(frame));
        Assert.That(stream.WriteCounts.Disconnected, Is.EqualTo(1));
    }

    [Test]
    public void ReadSideFaults_StrikeWhatIsRead()
    {
        var link = new InMemoryLink(1 << 20);
        for (int i = 0; i < FrameCount; i++) link.EndB.Write(Frame(i), 0, Frame(i).Length, out _);
        var stream = new FaultyByteStream(link.EndA, null, new LinkFaultOptions { DropOneIn = 4 });
        List<int> arrived = Numbers(Drain(stream));
        CheckShare(stream.ReadCounts.Dropped, 4);
        Assert.That(arrived, Has.Count.EqualTo(FrameCount - stream.ReadCounts.Dropped));
        Assert.That(stream.WriteCounts.Frames, Is.Zero);
    }

    [Test]
    public void WrongOption_IsNamed() => Assert.That(
        () => new FaultyByteStream(new InMemoryLink().EndA, new LinkFaultOptions { CutOneIn = -1 }),
        Throws.TypeOf<WorldOptionException>().With.Message.Contains("link.cutOneIn is -1"));

    [Test]
    public void InMemoryLink_IsBounded_AndCanBePulledOut()
    {
        var link = new InMemoryLink(10);
        var buffer = new byte[20];
        Assert.That(link.EndA.Write(new byte[20], 3, 15, out int written), Is.EqualTo(HalStatus.NotReady));
        Assert.That(written, Is.EqualTo(10));
        Assert.That(link.EndB.Write([1, 2], 0, 2, out _), Is.EqualTo(HalStatus.Ok));
        link.EndA.Read(buffer, 5, 15, out int read);
        Assert.That(buffer[5..(5 + read)], Is.EqualTo(new byte[] { 1, 2 }));
        link.Disconnect();
        Assert.That(link.EndB.Read(buffer, 0, 20, out read), Is.EqualTo(HalStatus.Disconnected));
        Assert.That(read, Is.Zero);
        Assert.That(link.EndA.Write(buffer, 0, 1, out _), Is.EqualTo(HalStatus.Disconnected));
        link.Reconnect();
        Assert.That(link.EndB.Read(buffer, 0, 20, out read), Is.EqualTo(HalStatus.Ok));
        Assert.That(read, Is.Zero, "what was under way is lost");
    }

    [Test]
    public void InMemoryLink_CarriesBothWaysBetweenThreads()
    {
        var link = new InMemoryLink(97);
        byte[] bytes = [.. Enumerable.Range(0, FrameCount).SelectMany(Frame)];
        Task<byte[]> Pump(IByteStream end) => Task.Run(() =>
        {
            var received = new byte[bytes.Length];
            for (int sent = 0, got = 0; sent < bytes.Length || got < bytes.Length;)
            {
                end.Write(bytes, sent, Math.Min(61, bytes.Length - sent), out int written);
                end.Read(received, got, Math.Min(53, bytes.Length - got), out int read);
                sent += written;
                got += read;
            }

            return received;
        });
        Task<byte[]> a = Pump(link.EndA), b = Pump(link.EndB);
        Task.WaitAll(a, b);
        Assert.That(a.Result, Is.EqualTo(bytes));
        Assert.That(b.Result, Is.EqualTo(bytes));
    }

    // Frame of 5 to 36 bytes: number in base 255 digits plus 1, filler, delimiter.
    private static byte[] Frame(int number)
    {
        var frame = new byte[5 + (number * 7 % 32)];
        Array.Fill(frame, (byte)0xA5);
        frame[0] = (byte)(1 + (number % 255));
        frame[1] = (byte)(1 + (number / 255));
        frame[^1] = 0;
        return frame;
    }

    private static List<int> Numbers(byte[] stream)
    {
        var numbers = new List<int>();
        int start = 0;
        for (int i = 0; i < stream.Length; i++)
        {
            if (stream[i] != 0) continue;
            int number = stream[start] - 1 + (255 * (stream[start + 1] - 1));
            Assert.That(stream[start..(i + 1)], Is.EqualTo(Frame(number)));
            numbers.Add(number);
            start = i + 1;
        }

        return numbers;
    }

    private static (List<int> Numbers, LinkFaultCounts Counts) SendNumbers(LinkFaultOptions options)
    {
        (byte[] bytes, LinkFaultCounts counts) = Send(options);
        return (Numbers(bytes), counts);
    }

    private static (byte[] Bytes, LinkFaultCounts Counts) Send(LinkFaultOptions options)
    {
        var link = new InMemoryLink(1 << 20);
        var stream = new FaultyByteStream(link.EndA, options);
        for (int i = 0; i < FrameCount; i++)
        {
            byte[] frame = Frame(i);
            Assert.That(stream.Write(frame, 0, frame.Length, out int written), Is.EqualTo(HalStatus.Ok));
            Assert.That(written, Is.EqualTo(frame.Length));
        }

        Assert.That(stream.WriteCounts.Frames, Is.EqualTo(FrameCount));
        return (Drain(link.EndB), stream.WriteCounts);
    }

    private static byte[] Drain(IByteStream stream)
    {
        var all = new List<byte>();
        var buffer = new byte[999];
        int read;
        do
        {
            stream.Read(buffer, 0, buffer.Length, out read);
            all.AddRange(buffer.AsSpan(0, read));
        }
        while (read > 0);
        return [.. all];
    }

    private static void CheckShare(long faults, int oneIn)
    {
        double expected = (double)FrameCount / oneIn;
        Statistic.IsNear(faults, expected, Math.Sqrt(expected * (1 - (1.0 / oneIn))));
    }
}
