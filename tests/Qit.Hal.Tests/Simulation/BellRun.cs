using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

/// <summary>Plays a Bell test through the twins with settings from their entropy sources; counts n(a b x y).</summary>
internal sealed class BellRun
{
    private const int BlockBytes = 1024;
    private const int MaxQueuedTrials = 16_384;

    public long[] Counts { get; } = new long[16];

    public long Trials => Counts.Sum();

    /// <summary>Trials with a xor b = x and y.</summary>
    public long Wins =>
        Enumerable.Range(0, 16).Where(i => ((i >> 3) ^ ((i >> 2) & 1)) == ((i >> 1) & i & 1)).Sum(i => Counts[i]);

    public long Count(int a, int b, int x, int y) => Counts[(8 * a) + (4 * b) + (2 * x) + y];

    public static BellRun Play(BellOptions bell, ulong seed, long trials)
    {
        WorldOptions options = Worlds.Perfect with
        {
            Seed = seed,
            Source = new() { PairsPerSecond = 0 },
            Bell = bell with { TrialsPerSecond = 8e6 }, // 1000 bytes a slice
        };
        var world = new SimulatedWorld(options);
        var a = new StationLoop(world.Station(Station.A));
        var b = new StationLoop(world.Station(Station.B));
        var run = new BellRun();
        for (long slice = 1; run.Trials < trials; slice++)
        {
            a.Fill();
            b.Fill();
            world.AdvanceTo(slice * SimulatedWorld.SlicePicoseconds);
            run.Add(a.Take(), b.Take());
        }

        return run;
    }

    private void Add((byte[] Settings, byte[] Outcomes) a, (byte[] Settings, byte[] Outcomes) b)
    {
        Assert.That(a.Settings, Has.Length.EqualTo(b.Settings.Length));
        for (int i = 0; i < 8 * a.Settings.Length; i++)
        {
            int outcomes = (2 * Bit(a.Outcomes, i)) + Bit(b.Outcomes, i);
            int settings = (2 * Bit(a.Settings, i)) + Bit(b.Settings, i);
            Counts[(4 * outcomes) + settings]++;
        }
    }

    private static int Bit(byte[] bits, int i) => (bits[i / 8] >> (i % 8)) & 1;

    /// <summary>One station: keeps the selector fed and collects what the recorder has.</summary>
    internal sealed class StationLoop(SimulatedStation station)
    {
        private readonly byte[] settings = new byte[BlockBytes];
        private readonly byte[] outcomes = new byte[BlockBytes];
        private readonly byte[] random = new byte[BlockBytes];
        private long next;

        public void Fill()
        {
            int room = Math.Min(BlockBytes, (MaxQueuedTrials - station.BasisSelector.QueuedTrials) / 8);
            station.EntropySource.Read(random, 0, room, out int read);
            station.BasisSelector.Queue(random, 0, read, out int accepted);
            Assert.That(accepted, Is.EqualTo(read), "the queue has room for a slice's settings");
        }

        public (byte[] Settings, byte[] Outcomes) Take()
        {
            station.TrialRecorder.Read(settings, outcomes, 0, BlockBytes, out int read, out long first);
            if (read > 0) Assert.That(first, Is.EqualTo(next), "no gap");
            next += 8L * read;
            return (settings[..read], outcomes[..read]);
        }
    }
}
