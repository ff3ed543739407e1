using CsCheck;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

public class PairBookTests
{
    private static readonly PairBookOptions Patient =
        new() { TimeoutMicroseconds = 1000, RetentionMicroseconds = 1_000_000_000, Capacity = 1000 };

    private static readonly Gen<(PairStation Station, PairRecord Record, int Pause)> Records = Gen.Select(
        Gen.Bool, Gen.Int[1, 3], Gen.Long[0, 6], Gen.Long[0, 6], Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false))),
        Gen.Int[0, 60], Gen.Int[1, 3], (bob, round, source, target, bit, pause, basis) =>
            (bob ? PairStation.Bob : PairStation.Alice,
                source == target ? PairRecord.Sample(round - 1, source, (MeasuredBasis)basis, bit)
                    : new PairRecord(round, source, target, bit), pause));

    /// <summary>Records without any sense to them: contradictions and impossible histories everywhere.</summary>
    [Test]
    public void AnyRecords_GiveWhatTheDefinitionSays() =>
        Records.List[0, 60].Sample(records => Compare(records));

    /// <summary>An honest tournament of eight pairs, its records shuffled, some lost, doubled or flipped.</summary>
    [Test]
    public void AnyOrderLossesAndDuplicates_GiveWhatTheDefinitionSays() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Double[0, 0.3], Gen.Int[0, 60]).Sample((seed, fault, pause) =>
        {
            var random = new Random(seed);
            var records = new List<(PairStation, PairRecord, int)>();
            for (int round = 1, step = 1; round <= 3; round++, step *= 2)
            {
                for (int source = 0; source < 8; source += 2 * step)
                {
                    foreach (PairStation station in Enum.GetValues<PairStation>())
                    {
                        bool bit = station == PairStation.Bob && random.NextDouble() < fault;
                        var record = new PairRecord(round, source, source + step, bit);
                        if (random.NextDouble() >= fault) records.Add((station, record, random.Next(pause + 1)));
                        if (random.NextDouble() < fault) records.Add((station, record, random.Next(pause + 1)));
                        if (random.NextDouble() < fault / 4)
                            records.Add((station, record with { Bit = !bit }, random.Next(pause + 1)));
                    }
                }
            }

            (PairStation, PairRecord, int)[] shuffled = [.. records];
            random.Shuffle(shuffled);
            Compare(shuffled);
        });

    [Test]
    public void Pair_CountsOnlyWithBothHalves()
    {
        var book = new PairBook(Patient);
        var record = new PairRecord(1, 1, 2, true);
        Assert.That(book.HandleRecord(PairStation.Alice, record, 0), Is.EqualTo(RecordOutcome.Taken));
        Assert.That(book.HandleRecord(PairStation.Alice, record, 1), Is.EqualTo(RecordOutcome.Duplicate));
        Assert.That(book.Count(1), Is.EqualTo(new RoundCount(0, 0)));
        Assert.That(book.DeadlineMicroseconds, Is.EqualTo(1000));
        Assert.That(book.HandleRecord(PairStation.Bob, record, 999), Is.EqualTo(RecordOutcome.Taken));
        Assert.That(book.Count(1), Is.EqualTo(new RoundCount(1, 0)));
        Assert.That(book.IsKept(1, 1), Is.True);
        Assert.That(book.IsKept(2, 1), Is.False, "it was measured");
    }

    [Test]
    public void SampledPair_CountsInItsBasis_WhenItCameThroughTheRoundsBefore()
    {
        var book = new PairBook(Patient);
        Both(new PairRecord(1, 1, 2, true));
        Both(PairRecord.Sample(1, 1, MeasuredBasis.Y, true));
        Both(PairRecord.Sample(0, 3, MeasuredBasis.X, true));
        Both(PairRecord.Sample(1, 4, MeasuredBasis.Z, true));
        Assert.That(book.Samples(1, MeasuredBasis.Y), Is.EqualTo(new SampleCount(0, 1)), "equal bits in Y are not those of Phi+");
        Assert.That(book.Samples(0, MeasuredBasis.X), Is.EqualTo(new SampleCount(1, 0)));
        Assert.That(book.Samples(1, MeasuredBasis.Z).Total, Is.Zero, "nobody knows that pair");
        Both(PairRecord.Sample(0, 3, MeasuredBasis.Z, true));
        Assert.That(book.Samples(0, MeasuredBasis.X).Total, Is.Zero, "measured in two bases: a contradiction");
        Both(new PairRecord(2, 1, 5, true));
        Assert.That(book.Samples(1, MeasuredBasis.Y).Total, Is.Zero, "used after it was measured");
        Assert.That((book.Count(1).Kept, book.VoidCount), Is.EqualTo((0L, 4L)));

        void Both(PairRecord record)
        {
            book.HandleRecord(PairStation.Alice, record, 0);
            book.HandleRecord(PairStation.Bob, record, 0);
        }
    }

    [Test]
    public void LateHalf_IsNotCounted()
    {
        var book = new PairBook(Patient);
        var record = new PairRecord(1, 1, 2, true);
        book.HandleRecord(PairStation.Alice, record, 0);
        Assert.That(book.HandleRecord(PairStation.Bob, record, 1000), Is.EqualTo(RecordOutcome.Late));
        Assert.That((book.ExpiredCount, book.LateCount, book.Count(1).Decided), Is.EqualTo((1L, 1L, 0L)));
    }

    [Test]
    public void Contradiction_TakesAPairAndWhatWasBuiltOnItOutAgain()
    {
        var book = new PairBook(Patient);
        foreach (PairRecord record in new PairRecord[] { new(1, 0, 1, true), new(1, 2, 3, true), new(2, 0, 2, false) })
        {
            book.HandleRecord(PairStation.Alice, record, 0);
            book.HandleRecord(PairStation.Bob, record, 0);
        }

        Assert.That((book.Count(1).Kept, book.Count(2).Kept), Is.EqualTo((2L, 1L)));
        Assert.That(book.HandleRecord(PairStation.Bob, new PairRecord(1, 0, 1, false), 1), Is.EqualTo(RecordOutcome.Conflict));
        Assert.That((book.Count(1).Kept, book.Count(2).Kept), Is.EqualTo((1L, 0L)));
        Assert.That((book.VoidCount, book.WithdrawnCount, book.ConflictCount), Is.EqualTo((2L, 2L, 1L)));
    }

    [Test]
    public void Replay_AfterForgetting_IsNotCountedAgain()
    {
        var book = new PairBook(Patient with { RetentionMicroseconds = 2000 });
        var record = new PairRecord(1, 1, 2, true);
        for (int replay = 0; replay < 3; replay++)
        {
            book.HandleRecord(PairStation.Alice, record, replay * 10_000);
            book.HandleRecord(PairStation.Bob, record, replay * 10_000);
        }

        Assert.That((book.Count(1).Kept, book.LateCount, book.RememberedCount), Is.EqualTo((1L, 4L, 0)));
    }

    [Test]
    public void Memory_IsBounded_AndWhatIsLostForItIsCounted()
    {
        var book = new PairBook(Patient with { Capacity = 10 });
        for (int pair = 0; pair < 200; pair += 2)
            book.HandleRecord(PairStation.Alice, new PairRecord(1, pair, pair + 1, true), pair);
        for (int pair = 0; pair < 200; pair += 2)
            book.HandleRecord(PairStation.Bob, new PairRecord(1, pair, pair + 1, true), 200);
        Assert.That(book.RememberedCount, Is.EqualTo(10));
        Assert.That((book.EvictedCount, book.ExpiredCount, book.LateCount), Is.EqualTo((90L, 90L, 90L)));
        Assert.That(book.Count(1), Is.EqualTo(new RoundCount(10, 0)));
    }

    [Test]
    public void NonsenseRecords_AreRefusedAndCounted()
    {
        var book = new PairBook(Patient);
        foreach (PairRecord record in
            new PairRecord[]
            {
                new(0, 1, 2, true), new(21, 1, 2, true), new(1, -1, 2, true), new(1, 2, 2, true),
                PairRecord.Sample(-1, 1, MeasuredBasis.X, true), new(1, 1, 2, true, MeasuredBasis.X),
                new(1, 1, 1, true, (MeasuredBasis)4),
            })
            Assert.That(book.HandleRecord(PairStation.Alice, record, 0), Is.EqualTo(RecordOutcome.Invalid));
        Assert.That((book.InvalidCount, book.RememberedCount), Is.EqualTo((7L, 0)));
        Assert.That(() => new PairBook(Patient with { RetentionMicroseconds = 1 }),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => book.Count(0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static void Compare(IReadOnlyList<(PairStation Station, PairRecord Record, int Pause)> records)
    {
        var book = new PairBook(Patient);
        var plain = new PlainPairBook(Patient.TimeoutMicroseconds);
        long now = 0;
        foreach ((PairStation station, PairRecord record, int pause) in records)
        {
            now += pause;
            book.HandleRecord(station, record, now);
            plain.Take(station, record, now);
            Check(book, plain);
        }

        book.HandleTimeout(now + 500);
        plain.Expire(now + 500);
        Check(book, plain);
    }

    private static void Check(PairBook book, PlainPairBook plain)
    {
        var all = plain.Comparisons.Select(key => (Key: key, State: plain.StateOf(key))).ToList();
        var states = all.Where(one => one.Key.Source != one.Key.Target)
            .Select(one => (one.Key.Round, one.State)).ToList();
        foreach (MeasuredBasis basis in new[] { MeasuredBasis.X, MeasuredBasis.Y, MeasuredBasis.Z })
        {
            for (int rounds = 0; rounds < 3; rounds++)
            {
                Assert.That(book.Samples(rounds, basis), Is.EqualTo(new SampleCount(
                    OfSamples(PlainPairBook.State.Kept), OfSamples(PlainPairBook.State.Dropped))));

                long OfSamples(PlainPairBook.State state) => all.Count(one => one.State == state
                    && one.Key.Source == one.Key.Target && one.Key.Round == rounds + 1 && plain.BasisOf(one.Key) == basis);
            }
        }

        for (int round = 1; round <= 3; round++)
        {
            Assert.That(book.Count(round), Is.EqualTo(new RoundCount(
                Of(PlainPairBook.State.Kept, round), Of(PlainPairBook.State.Dropped, round))));
        }

        Assert.That(book.UndecidedCount, Is.EqualTo(
            all.Count(one => one.State is PlainPairBook.State.Open or PlainPairBook.State.Waiting)));
        Assert.That(book.ExpiredCount + book.VoidCount, Is.EqualTo(
            all.Count(one => one.State is PlainPairBook.State.Expired or PlainPairBook.State.Void)));

        long Of(PlainPairBook.State state, int round) => states.Count(one => one.Round == round && one.State == state);
    }
}
