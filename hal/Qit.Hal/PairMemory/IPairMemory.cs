namespace Qit.Hal.PairMemory;

/// <summary>
/// A station's quantum memory with its gates: stores its halves of entangled pairs, purifies them together with the other
/// station's memory, and measures. Which pairs meet, which are sampled and in which basis, the two memories agree on over
/// their own fast channel, since a stored pair cannot wait for a gateway; both name a pair by the same identifier. Here
/// each tells what it measured.
/// </summary>
public interface IPairMemory
{
    /// <summary>Most rounds of purification that it can do.</summary>
    int MostRounds { get; }

    /// <summary>Calibrated probability that its CNOT leaves its two qubits mixed, millionths.</summary>
    int GateErrorPerMillion { get; }

    /// <summary>Calibrated probability that it measures the wrong bit, millionths; at most 500 000.</summary>
    int ReadoutErrorPerMillion { get; }

    /// <summary>Measurements that were not kept because nobody read them in time, since it was switched on.</summary>
    long LostCount { get; }

    /// <summary>Purifies from now on, with new pairs, as soon as the other station's memory does so with the same settings.
    /// Measurements of an earlier run that nobody has read are dropped and not counted as lost.</summary>
    /// <param name="rounds">Rounds of purification, 0 to <see cref="MostRounds"/>.</param>
    /// <param name="protocol">0 BBPSSW, 1 DEJMPS.</param>
    /// <param name="samplePerMillion">Part of the pairs, before the first and after each round, that is measured to estimate
    /// their fidelity, millionths; after the last round the others are handed to whoever needs them.</param>
    /// <returns><see cref="HalStatus.Ok"/>, or <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Start(int rounds, byte protocol, int samplePerMillion);

    /// <summary>Stops, and gives up the pairs in the memory. What was measured can still be read.</summary>
    void Stop();

    /// <summary>Copies measurements in the order in which they were made. Never blocks.</summary>
    /// <param name="sources">Identifiers of the pairs that a round would keep, or that were sampled. They grow with the time
    /// at which pairs were made, from 0, and are never used again.</param>
    /// <param name="targets">Identifiers of the measured pairs; of a sampled pair the same as the source.</param>
    /// <param name="rounds">The round, from 1; of a sampled pair the rounds that it came through, from 0.</param>
    /// <param name="results">See <see cref="PairResult"/>.</param>
    /// <param name="offset">First index to write in all arrays.</param>
    /// <param name="count">Most measurements to copy.</param>
    /// <param name="read">Measurements copied.</param>
    /// <returns><see cref="HalStatus.Ok"/>; <see cref="HalStatus.NotReady"/> while it waits for the other station's memory;
    /// <see cref="HalStatus.NoLock"/> when that one runs with other settings; <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Read(long[] sources, long[] targets, byte[] rounds, byte[] results, int offset, int count, out int read);
}
