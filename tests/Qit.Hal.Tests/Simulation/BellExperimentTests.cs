using CsCheck;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>The trial clock, the queues and the recorders.</summary>
public class BellExperimentTests
{
    private const long Millisecond = SimulatedWorld.SlicePicoseconds;
    private const int Bytes = 500;
    private static readonly byte[] SettingsA = Random(1);
    private static readonly byte[] SettingsB = Random(2);

    [Test]
    public void TrialsWaitForBothStations_AndNoneIsLost()
    {
        SimulatedWorld world = NewWorld(8000); // 8 trials, one byte, a slice
        SimulatedStation a = world.Station(Station.A), b = world.Station(Station.B);
        world.AdvanceTo(10 * Millisecond);
        Assert.That(world.TrialCount, Is.Zero, "no settings");
        a.BasisSelector.Queue(SettingsA, 0, 10, out _);
        world.AdvanceTo(20 * Millisecond);
        Assert.That(world.TrialCount, Is.Zero, "only A has settings");
        b.BasisSelector.Queue(SettingsB, 0, 3, out _);
        world.AdvanceTo(22 * Millisecond);
        Assert.That(world.TrialCount, Is.EqualTo(16));
        world.AdvanceTo(40 * Millisecond);
        Assert.That(world.TrialCount, Is.EqualTo(24), "B has run dry: the clock stands");
        Assert.That(a.BasisSelector.QueuedTrials, Is.EqualTo(56));
        b.BasisSelector.Queue(SettingsB, 3, 7, out _);
        world.AdvanceTo(42 * Millisecond);
        Assert.That(world.TrialCount, Is.EqualTo(40), "the time lost is not caught up");
        world.AdvanceTo(60 * Millisecond);
        Assert.That(world.TrialCount, Is.EqualTo(80));
        (byte[] settings, _) = ReadAll(a, 0);
        Assert.That(settings, Is.EqualTo(SettingsA.Take(10)));
        (settings, _) = ReadAll(b, 0);
        Assert.That(settings, Is.EqualTo(SettingsB.Take(10)));
    }

    [Test]
    public void Outcomes_DependOnSeedAndSettingsOnly()
    {
        (byte[] expectedA, byte[] expectedB) = Play(NewWorld(1e6), [Bytes], [50]);
        Gen.Select(Gen.Int[1, 100].Array[1, 9], Gen.Int[1, 5].Array[1, 9]).Sample(
            (chunks, steps) =>
            {
                (byte[] a, byte[] b) = Play(NewWorld(1e6), chunks, steps);
                return a.SequenceEqual(expectedA) && b.SequenceEqual(expectedB);
            },
            iter: 50);
        (byte[] otherA, _) = Play(NewWorld(1e6, seed: 9), [Bytes], [50]);
        Assert.That(otherA, Is.Not.EqualTo(expectedA));
    }

    [Test]
    public void TrialRate_IsThatOfTheTrialClock()
    {
        SimulatedWorld world = NewWorld(123_456);
        for (int i = 1; i <= 20; i++)
        {
            world.Station(Station.A).BasisSelector.Queue(SettingsA, 0, Bytes, out _);
            world.Station(Station.B).BasisSelector.Queue(SettingsB, 0, Bytes, out _);
            world.AdvanceTo(i * Millisecond);
        }

        Assert.That(world.TrialCount, Is.EqualTo(2469)); // 123 456 x 20 ms
    }

    [Test]
    public void FullSelector_AcceptsWhatFits()
    {
        SimulatedBasisSelector selector = NewWorld(1000, queueTrials: 80).Station(Station.A).BasisSelector;
        Assert.That(selector.Queue(SettingsA, 0, 7, out int accepted), Is.EqualTo(HalStatus.Ok));
        Assert.That(accepted, Is.EqualTo(7));
        Assert.That(selector.Queue(SettingsA, 7, 7, out accepted), Is.EqualTo(HalStatus.Ok));
        Assert.That(accepted, Is.EqualTo(3));
    }

    [Test]
    public void UnreadRecorder_MakesAGap_AtThatStationOnly()
    {
        SimulatedWorld world = NewWorld(8000, recorderTrials: 80);
        SimulatedStation a = world.Station(Station.A), b = world.Station(Station.B);
        a.BasisSelector.Queue(SettingsA, 0, 60, out _);
        b.BasisSelector.Queue(SettingsB, 0, 60, out _);
        var settings = new byte[100];
        var outcomes = new byte[100];
        for (int i = 1; i <= 25; i++)
        {
            world.AdvanceTo(i * Millisecond);
            b.TrialRecorder.Read(settings, outcomes, i - 1, 100 - i, out int one, out long at);
            Assert.That((one, at), Is.EqualTo((1, 8L * (i - 1))));
        }

        Assert.That(settings.Take(25), Is.EqualTo(SettingsB.Take(25)));
        a.TrialRecorder.Read(settings, outcomes, 0, 4, out int read, out long first);
        Assert.That((read, first), Is.EqualTo((4, 0L)));
        world.AdvanceTo(30 * Millisecond); // 4 free places for 5 bytes
        a.TrialRecorder.Read(settings, outcomes, 4, 96, out read, out first);
        Assert.That((read, first), Is.EqualTo((6, 32L)), "stops before the gap");
        a.TrialRecorder.Read(settings, outcomes, 10, 90, out read, out first);
        Assert.That((read, first), Is.EqualTo((4, 200L)), "trials 80 to 199 are lost");
        Assert.That(settings.Take(14), Is.EqualTo(SettingsA.Take(10).Concat(SettingsA.Skip(25).Take(4))));
        Assert.That(a.TrialRecorder.LostTrials, Is.EqualTo(120 + 8));
        a.TrialRecorder.Read(settings, outcomes, 0, 4, out read, out _);
        Assert.That(read, Is.Zero);
    }

    private static SimulatedWorld NewWorld(
        double trialsPerSecond, ulong seed = 1, int queueTrials = 1 << 16, int recorderTrials = 1 << 16) =>
        new(Worlds.Perfect with
        {
            Seed = seed,
            Source = new() { PairsPerSecond = 0 },
            Bell = new()
            {
                TrialsPerSecond = trialsPerSecond,
                SelectorQueueTrials = queueTrials,
                RecorderBufferTrials = recorderTrials,
            },
        });

    // Feeds the settings in chunks of the given bytes between steps of the given milliseconds.
    private static (byte[] A, byte[] B) Play(SimulatedWorld world, int[] chunks, int[] steps)
    {
        SimulatedStation a = world.Station(Station.A), b = world.Station(Station.B);
        int sentA = 0, sentB = 0;
        long now = 0;
        for (int i = 0; world.TrialCount < 8 * Bytes; i++)
        {
            int chunk = chunks[i % chunks.Length];
            a.BasisSelector.Queue(SettingsA, sentA, Math.Min(chunk, Bytes - sentA), out int accepted);
            sentA += accepted;
            b.BasisSelector.Queue(SettingsB, sentB, Math.Min(1 + (chunk / 2), Bytes - sentB), out accepted);
            sentB += accepted;
            now += steps[i % steps.Length] * Millisecond;
            world.AdvanceTo(now);
        }

        return (ReadAll(a, 0).Outcomes, ReadAll(b, 0).Outcomes);
    }

    private static (byte[] Settings, byte[] Outcomes) ReadAll(SimulatedStation station, long expectedFirst)
    {
        var settings = new byte[2 * Bytes];
        var outcomes = new byte[2 * Bytes];
        station.TrialRecorder.Read(settings, outcomes, 0, settings.Length, out int read, out long first);
        Assert.That(first, Is.EqualTo(expectedFirst));
        return (settings[..read], outcomes[..read]);
    }

    private static byte[] Random(ulong seed)
    {
        var bytes = new byte[Bytes];
        new SimulatedEntropySource(new EntropyOptions(), seed).Read(bytes, 0, Bytes, out _);
        return bytes;
    }
}
