using Qit.Hal.PairMemory;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.Purification;

/// <summary>The contract of <see cref="IPairMemory"/>, and what is lost on the way.</summary>
public class PairMemoryTests
{
    [Test]
    public void BothStations_NameTheSame_AndPairsAreUsedOnce()
    {
        var world = new PurificationWorld(new PurificationOptions());
        world.Start(3, isDejmps: true, 0.1);
        world.Run(2);
        Assert.That(world.OfA.Select(Name), Is.EqualTo(world.OfB.Select(Name)), "heralded, and no bit lost: no half is alone");
        Assert.That(world.Truth.SingleCount, Is.Zero);
        Record[] comparisons = [.. world.OfA.Where(record => record.Basis == PairResult.Target)];
        Assert.That(world.OfA.Select(record => record.Target), Is.Unique, "what was measured is gone");
        Assert.That(comparisons.Select(record => (record.Source, record.Round)), Is.Unique);
        Assert.That(comparisons.All(record => record.Source != record.Target), Is.True);
        Assert.That(world.OfA.Where(record => record.Basis != PairResult.Target).All(record => record.Source == record.Target),
            Is.True);
        for (int round = 1; round <= 3; round++)
        {
            (Record, bool IsEqual)[] joined = [.. world.Joined().Where(one =>
                one.Record.Basis == PairResult.Target && one.Record.Round == round)];
            Assert.That(joined, Has.Length.EqualTo(world.Truth.Compared(round)));
            Assert.That(joined.Count(one => one.IsEqual), Is.EqualTo(world.Truth.Kept(round)));
        }

        static (long, long, byte, byte) Name(Record record) => (record.Source, record.Target, record.Round, record.Basis);
    }

    /// <summary>Whoever looks seldom sees the same.</summary>
    [Test]
    public void Outcomes_DoNotDependOnWhenTheyAreRead()
    {
        var often = new PurificationWorld(new PurificationOptions());
        var seldom = new PurificationWorld(new PurificationOptions());
        often.Start(2, isDejmps: false, 0.2);
        seldom.Start(2, isDejmps: false, 0.2);
        often.Run(1, 500);
        seldom.Run(1, 100_000);
        Assert.That(often.OfA, Is.EqualTo(seldom.OfA).And.Count.GreaterThan(1000));
        var other = new PurificationWorld(new PurificationOptions { Seed = 2 });
        other.Start(2, isDejmps: false, 0.2);
        other.Run(1);
        Assert.That(other.OfA, Is.Not.EqualTo(often.OfA));
    }

    [Test]
    public void Memory_WaitsForTheOther_AndRefusesOtherSettings()
    {
        var world = new PurificationWorld(new PurificationOptions());
        SimulatedPairMemory a = world.Experiment.MemoryA, b = world.Experiment.MemoryB;
        Assert.That(world.Read(a, world.OfA), Is.EqualTo(HalStatus.Ok));
        a.Start(1, 0, 100_000);
        world.Run(1);
        Assert.That((world.Read(a, world.OfA), world.OfA.Count), Is.EqualTo((HalStatus.NotReady, 0)));
        b.Start(2, 0, 100_000);
        Assert.That(world.Read(a, world.OfA), Is.EqualTo(HalStatus.NoLock));
        b.Start(1, 0, 100_000);
        world.Run(1);
        Assert.That((world.Read(a, world.OfA), world.OfA.Count > 0), Is.EqualTo((HalStatus.Ok, true)));
        b.Stop();
        int count = world.OfA.Count;
        world.Run(1);
        Assert.That(world.OfA, Has.Count.EqualTo(count), "one alone cannot go on");
        long last = world.OfA.Max(record => record.Target);
        a.Stop();
        world.OfA.Clear();
        world.Start(1, isDejmps: false, 0.1);
        world.Run(1);
        Assert.That(world.OfA.Min(record => record.Source), Is.GreaterThan(last), "identifiers are never used again");
        Assert.That(() => a.Start(21, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => a.Read([1], [1], [1], [1], 1, 1, out _), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void WhatNobodyReads_IsLostAndCounted()
    {
        var world = new PurificationWorld(new PurificationOptions { StationB = new PairMemoryOptions { BufferRecords = 50 } });
        world.Start(1, isDejmps: false, 0.1);
        world.Run(1, 1_000_000);
        Assert.That(world.OfB, Has.Count.EqualTo(50));
        Assert.That(world.OfA.Count + world.Experiment.MemoryA.LostCount,
            Is.EqualTo(world.OfB.Count + world.Experiment.MemoryB.LostCount).And.GreaterThan(1000));
    }

    /// <summary>Halves that do not arrive, and bits that do not come, leave the other station's record alone; both are counted.
    /// </summary>
    [TestCase(false, 0)]
    [TestCase(true, 0.1)]
    [TestCase(false, 0.1)]
    public void LostHalves_LeaveTheOtherAlone(bool isHeralded, double readoutLoss)
    {
        var world = new PurificationWorld(new PurificationOptions
        {
            IsHeralded = isHeralded,
            StationA = new PairMemoryOptions { ReadoutLoss = readoutLoss },
            StationB = new PairMemoryOptions { Transmission = 0.8 },
        });
        world.Start(2, isDejmps: true, 0.1);
        world.Run(2);
        int joined = world.Joined().Count();
        Assert.That(world.OfA.Count + world.OfB.Count - (2 * joined), Is.EqualTo(world.Truth.SingleCount).And.GreaterThan(100));
        long compared = world.Truth.Compared(1) + world.Truth.Compared(2);
        Assert.That(world.Joined().Count(one => one.Record.Basis == PairResult.Target), Is.EqualTo(compared));
    }

    [Test]
    public void FullMemories_RejectPairs()
    {
        var world = new PurificationWorld(new PurificationOptions { MemoryPairs = 4, MessageMicroseconds = 1000 });
        world.Start(2, isDejmps: true, 0.1);
        world.Run(1);
        Assert.That(world.Truth.RejectedCount, Is.GreaterThan(1000));
        Assert.That(world.Truth.Pairs(0), Is.InRange(1000, 4000), "four pairs a millisecond at most");
    }

    [Test]
    public void OptionsOutOfRange_AreRefusedByName()
    {
        Refused(new PurificationOptions { Fidelity = 1.1 }, "purification.fidelity");
        Refused(new PurificationOptions { PairsPerSecond = double.NaN }, "purification.pairsPerSecond");
        Refused(new PurificationOptions { BellProbabilities = [0.5, 0.5, 0.1, 0] }, "purification.bellProbabilities");
        Refused(new PurificationOptions { StationB = new PairMemoryOptions { ReadoutError = 0.6 } },
            "purification.stationB.readoutError");
        Refused(new PurificationOptions { StationA = null! }, "purification.stationA");

        static void Refused(PurificationOptions options, string name) => Assert.That(
            () => new PurificationExperiment(options, new SimulatedMonotonicClock()),
            Throws.TypeOf<WorldOptionException>().With.Message.Contains(name));
    }
}
