using Qit.Hal.PairMemory;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.Purification;

/// <summary>Both memories of a simulated world, read as fast as they fill.</summary>
internal sealed class PurificationWorld
{
    private readonly SimulatedMonotonicClock clock = new();
    private readonly long[] sources = new long[512];
    private readonly long[] targets = new long[512];
    private readonly byte[] rounds = new byte[512];
    private readonly byte[] results = new byte[512];

    public PurificationWorld(PurificationOptions options) => Experiment = new PurificationExperiment(options, clock);

    public PurificationExperiment Experiment { get; }

    public List<Record> OfA { get; } = [];

    public List<Record> OfB { get; } = [];

    public PurificationTruth Truth => Experiment.Runs[^1];

    public void Start(int most, bool isDejmps, double sampled)
    {
        byte protocol = isDejmps ? (byte)1 : (byte)0;
        Experiment.MemoryA.Start(most, protocol, (int)(sampled * 1e6));
        Experiment.MemoryB.Start(most, protocol, (int)(sampled * 1e6));
    }

    public void Run(double seconds, long stepMicroseconds = 10_000)
    {
        for (long end = clock.NowMicroseconds + (long)(seconds * 1e6); clock.NowMicroseconds < end;)
        {
            clock.Advance(stepMicroseconds);
            Read(Experiment.MemoryA, OfA);
            Read(Experiment.MemoryB, OfB);
        }
    }

    public HalStatus Read(SimulatedPairMemory memory, List<Record> into)
    {
        while (true)
        {
            HalStatus status = memory.Read(sources, targets, rounds, results, 0, sources.Length, out int read);
            for (int i = 0; i < read; i++)
            {
                into.Add(new Record(
                    sources[i], targets[i], rounds[i], PairResult.BasisOf(results[i]), PairResult.BitOf(results[i])));
            }

            if (read == 0) return status;
        }
    }

    /// <summary>Records of which both stations have one, with whether the bits are equal.</summary>
    public IEnumerable<(Record Record, bool IsEqual)> Joined()
    {
        Dictionary<Record, bool> ofB = OfB.ToDictionary(record => record with { Bit = false }, record => record.Bit);
        foreach (Record record in OfA)
        {
            if (ofB.TryGetValue(record with { Bit = false }, out bool bit)) yield return (record, bit == record.Bit);
        }
    }
}

/// <summary>A measurement of one station.</summary>
internal readonly record struct Record(long Source, long Target, byte Round, byte Basis, bool Bit);
