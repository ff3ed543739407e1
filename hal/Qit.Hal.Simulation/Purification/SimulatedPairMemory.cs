using Qit.Hal.PairMemory;

namespace Qit.Hal.Simulation;

/// <summary>The twin of one station's quantum memory; <see cref="PurificationExperiment"/> makes both and runs them. One thread
/// at a time.</summary>
public sealed class SimulatedPairMemory : IPairMemory
{
    private const double Million = 1e6;

    private readonly PurificationExperiment experiment;
    private readonly PairMemoryOptions options;
    private readonly PairRecordQueue queue;

    internal SimulatedPairMemory(PurificationExperiment experiment, PairMemoryOptions options)
    {
        this.experiment = experiment;
        this.options = options;
        queue = new PairRecordQueue(options.BufferRecords);
    }

    /// <inheritdoc/>
    public int MostRounds => PurificationExperiment.MostRounds;

    /// <inheritdoc/>
    public int GateErrorPerMillion => (int)Math.Round((options.ClaimedGateError ?? options.GateError) * Million);

    /// <inheritdoc/>
    public int ReadoutErrorPerMillion => (int)Math.Round((options.ClaimedReadoutError ?? options.ReadoutError) * Million);

    /// <inheritdoc/>
    public long LostCount => queue.LostCount;

    internal PurificationSettings? Wanted { get; private set; }

    /// <inheritdoc/>
    public HalStatus Start(int rounds, byte protocol, int samplePerMillion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounds, MostRounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(protocol, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(samplePerMillion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samplePerMillion, 1_000_000);
        experiment.Advance();
        queue.Clear();
        Wanted = new PurificationSettings(rounds, protocol == 1, samplePerMillion / Million);
        experiment.HandleSwitch();
        return HalStatus.Ok;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        experiment.Advance();
        Wanted = null;
        experiment.HandleSwitch();
    }

    /// <inheritdoc/>
    public HalStatus Read(
        long[] sources, long[] targets, byte[] rounds, byte[] results, int offset, int count, out int read)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(rounds);
        ArgumentNullException.ThrowIfNull(results);
        BufferRange.Check(
            Math.Min(Math.Min(sources.Length, targets.Length), Math.Min(rounds.Length, results.Length)), offset, count);
        experiment.Advance();
        read = queue.Take(sources, targets, rounds, results, offset, count);
        return experiment.StatusOf(this);
    }

    /// <summary>A measurement: the bit may come out wrong, or not at all.</summary>
    /// <returns>What the station tells the other: null when there is no bit.</returns>
    internal bool? Measure(long source, long target, int round, byte basis, bool bit, SimulationPrng prng)
    {
        bool isWrong = prng.NextUnit() < options.ReadoutError;
        if (prng.NextUnit() < options.ReadoutLoss) return null;
        bool read = bit ^ isWrong;
        queue.Put(source, target, (byte)round, PairResult.Pack(basis, read));
        return read;
    }

    internal double Coherence(double microseconds) => Math.Exp(-microseconds / options.CoherenceMicroseconds);

    internal bool Arrives(SimulationPrng prng) => prng.NextUnit() < options.Transmission;

    internal bool GateFails(SimulationPrng prng) => prng.NextUnit() < options.GateError;
}

/// <summary>What a memory was told to do.</summary>
/// <param name="Rounds">Rounds of purification.</param>
/// <param name="IsDejmps">DEJMPS, else BBPSSW.</param>
/// <param name="Sampled">Part of the pairs that is sampled.</param>
internal sealed record PurificationSettings(int Rounds, bool IsDejmps, double Sampled);
