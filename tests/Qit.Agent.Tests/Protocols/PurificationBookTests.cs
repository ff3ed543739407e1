using CsCheck;
using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Purification;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Timing.Purification;

namespace Qit.Agent.Tests.Protocols;

/// <summary>Blocks of both stations in any order, with losses and delays, against the plain join of the halves that came in time.
/// </summary>
public sealed class PurificationBookTests
{
    private const long Timeout = 1_000_000;
    private const int Rounds = 2;

    private static readonly PurificationMeasurement Endless = new() { Rounds = Rounds, Pairs = 1e9, TimeoutSeconds = 1 };

    [Test]
    public void Book_EqualsThePlainJoin_OfTheHalvesThatCameInTime()
    {
        long late = 0, expired = 0, counted = 0;
        Gen.Select(Gen.Int[0, 1 << 30], Gen.Double[0, 0.4], Gen.Int[1, 12], Gen.Long[0, 3 * Timeout]).Sample(
            (seed, loss, blockLength, span) =>
            {
                var random = new Random(seed);
                (PairRecord OfA, PairRecord OfB)[] truth = Tournament(random, 64);
                var feed = new PurificationFeed(Endless);
                var arrived = new List<(int Station, PairRecord Record, long Now)>();
                int[] next = [0, 0];
                // Device clocks differ, the runs began together, and each station's stream lags at moments of its own.
                long[] epoch = [random.NextInt64(1_000_000), random.NextInt64(1_000_000)];
                long[] elapsed = [0, 0];
                bool[] hasBegun = [false, false];
                long mostPause = span * (blockLength + 1) / truth.Length;
                int station = 0;
                while (next[0] < truth.Length || next[1] < truth.Length)
                {
                    // One stream goes on for a while, and the other lags.
                    if (random.Next(6) == 0) station = 1 - station;
                    if (next[station] >= truth.Length) station = 1 - station;
                    int count = Math.Min(random.Next(1, blockLength + 1), truth.Length - next[station]);
                    var records = new List<PairRecord>();
                    for (int i = 0; i < count; i++, next[station]++)
                    {
                        if (random.NextDouble() >= loss)
                            records.Add(station == 0 ? truth[next[station]].OfA : truth[next[station]].OfB);
                    }

                    if (hasBegun[station]) elapsed[station] += random.NextInt64(mostPause + 1);
                    hasBegun[station] = true;
                    Assert.That(feed.Send(station, records, count - records.Count, epoch[station] + elapsed[station]), Is.True);
                    long now = Math.Max(elapsed[0], elapsed[1]);
                    arrived.AddRange(records.Select(record => (station, record, now)));
                }

                Check(feed.Session.Book, arrived);
                Interlocked.Add(ref late, feed.Session.Book.LateCount);
                Interlocked.Add(ref expired, feed.Session.Book.ExpiredCount);
                Interlocked.Add(ref counted, feed.Session.Book.Count(1).Decided);
            },
            iter: 200);
        TestContext.Out.WriteLine($"{counted} comparisons of round 1 counted, {expired} expired, {late} records late");
        Assert.That(new[] { late, expired, counted }, Has.All.GreaterThan(100), "all of it was put to the test");
    }

    /// <summary>The link itself: frames corrupted, cut, dropped, doubled, out of order. It gives every result once, so the answer
    /// counts what happened in the world and nothing else.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void BadLink_LosesAndDoublesNothing(bool isHeralded)
    {
        var options = new PurificationOptions { Seed = 5, IsHeralded = isHeralded };
        var clean = new PurificationBench(options, new PurificationMeasurement { Pairs = 5_000 });
        var bench = new BadLinkBench(clean);
        ProtocolAnswer answer = new Qit.Agent.Protocols.Simulation.ProtocolRun(bench).NextAnswer(600, CancellationToken.None)!;
        Assert.That(answer.Refusal, Is.Null);
        Assert.That(bench.FaultCount, Is.GreaterThan(100));
        Dictionary<string, double> found = answer.Quantities.ToDictionary(one => one.Name, one => one.Value);
        for (int run = 0; run < 2; run++)
        {
            string name = run == 0 ? "bbpssw" : "dejmps";
            PurificationTruth truth = clean.Experiment.Runs[run];
            Assert.That(found[name + "LostRecords"], Is.Zero);
            Assert.That(found[name + "LostHalves"], Is.EqualTo(truth.SingleCount));
            Assert.That(isHeralded, Is.EqualTo(truth.SingleCount == 0));
            for (int round = 1; round <= 3; round++)
            {
                Assert.That(found[$"{name}Kept{round}"], Is.EqualTo(truth.Kept(round)));
                Assert.That(found[$"{name}Dropped{round}"], Is.EqualTo(truth.Compared(round) - truth.Kept(round)));
            }
        }
    }

    [Test]
    public void BlocksOfAnotherRun_AndUnreadableOnes_AreNotCounted()
    {
        var feed = new PurificationFeed(Endless);
        var record = new PairRecord(1, 0, 1, true);
        Assert.That(feed.Send(0, [record], 0, 0, run: 7), Is.True);
        Assert.That(feed.Send(1, [record], 0, 0, run: 7), Is.True);
        Assert.That(feed.Session.Book.Count(1).Decided, Is.Zero);
        Assert.That(feed.Session.HandleResult(0, new Frame { Type = FrameType.PairBlock, PayloadLength = 5 }), Is.False);
        Assert.That(feed.Session.HandleResult(0, new Frame { Type = FrameType.TagBlock, PayloadLength = 5 }), Is.False);
    }

    // Counted is what both halves came of in time, with the verdicts on its pairs: all within the timeout of the first half.
    private static void Check(PairBook book, List<(int Station, PairRecord Record, long Now)> arrived)
    {
        var joined = new Dictionary<(int, long), (PairRecord? A, PairRecord? B, long First, long Last)>();
        foreach ((int station, PairRecord record, long now) in arrived)
        {
            (int, long) key = (record.IsSample ? record.Round + 1 : record.Round, record.Source);
            if (!joined.TryGetValue(key, out (PairRecord? A, PairRecord? B, long First, long Last) halves)) halves.First = now;
            if (now - halves.First >= Timeout) continue;
            halves.Last = now;
            joined[key] = station == 0 ? halves with { A = record } : halves with { B = record };
        }

        var keptAt = new Dictionary<(int, long), long>();
        var counts = new RoundCount[Rounds + 1];
        var samples = new long[Rounds + 1];
        foreach (((int round, long source), (PairRecord? a, PairRecord? b, long first, long last)) in
            joined.OrderBy(one => one.Key.Item1))
        {
            if (a is not PairRecord ofA || b is not PairRecord ofB) continue;
            long decided = last;
            if (round > 1)
            {
                if (!keptAt.TryGetValue((round - 1, ofA.Source), out long sourceKept)
                    || !keptAt.TryGetValue((round - 1, ofA.Target), out long targetKept))
                    continue;
                decided = Math.Max(last, Math.Max(sourceKept, targetKept));
            }

            if (decided - first >= Timeout) continue;
            if (ofA.IsSample)
            {
                samples[ofA.Round]++;
                continue;
            }

            bool isKept = ofA.Bit == ofB.Bit;
            counts[round] = new RoundCount(counts[round].Kept + (isKept ? 1 : 0), counts[round].Dropped + (isKept ? 0 : 1));
            if (isKept) keptAt.Add((round, source), decided);
        }

        for (int round = 1; round <= Rounds; round++) Assert.That(book.Count(round), Is.EqualTo(counts[round]));
        for (int rounds = 0; rounds <= Rounds; rounds++) Assert.That(Total(book, rounds), Is.EqualTo(samples[rounds]));
        Assert.That(book.ConflictCount + book.InvalidCount, Is.Zero);
    }

    private static long Total(PairBook book, int rounds) => book.Samples(rounds, MeasuredBasis.X).Total
        + book.Samples(rounds, MeasuredBasis.Y).Total + book.Samples(rounds, MeasuredBasis.Z).Total;

    // What two honest stations measure, in the order in which they do.
    private static (PairRecord OfA, PairRecord OfB)[] Tournament(Random random, int pairs)
    {
        var all = new List<(PairRecord, PairRecord)>();
        List<long> left = [.. Enumerable.Range(0, pairs).Select(pair => (long)pair)];
        for (int rounds = 0; rounds <= Rounds; rounds++)
        {
            var after = new List<long>();
            long? waiting = null;
            foreach (long pair in left)
            {
                bool bit = random.Next(2) == 0;
                bool other = random.Next(4) == 0 ? !bit : bit;
                if (rounds == Rounds || random.Next(4) == 0)
                {
                    PairRecord sample = PairRecord.Sample(rounds, pair, (MeasuredBasis)random.Next(1, 4), bit);
                    all.Add((sample, sample with { Bit = other }));
                }
                else if (waiting is long source)
                {
                    var record = new PairRecord(rounds + 1, source, pair, bit);
                    all.Add((record, record with { Bit = other }));
                    if (bit == other) after.Add(source);
                    waiting = null;
                }
                else
                {
                    waiting = pair;
                }
            }

            left = after;
        }

        return [.. all];
    }
}
