using Qit.Hal.MonotonicClock;
using Qit.Hal.PairMemory;

namespace Qit.Hal.Simulation;

/// <summary>
/// A source of entangled pairs and the quantum memories of two stations, with the fast channel between them. Every pair has its
/// own Bell-diagonal state, which losses, dephasing, gates and measurements change; outcomes are drawn from it. Time is the
/// clock it is given. One thread at a time.
/// </summary>
public sealed class PurificationExperiment
{
    /// <summary>Most rounds of purification.</summary>
    public const int MostRounds = 20;

    private readonly IMonotonicClock clock;
    private readonly SimulationPrng prng;
    private readonly SimulationPrng choices;
    private readonly BellWeights made;
    private readonly List<PurificationTruth> runs = [];

    // What is sent takes the same time always, so that news come in the order in which they were sent.
    private readonly Queue<(double Microseconds, StoredPair Pair)> news = new();
    private readonly StoredPair?[] waiting = new StoredPair?[MostRounds + 1];
    private PurificationSettings? running;
    private PurificationTruth truth = new();
    private (long Id, bool AtA, bool AtB)? neighbour;
    private double nextPairMicroseconds;
    private long nextPair;
    private int stored;

    /// <summary>Sets it up; nothing runs.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="clock">The clock of both stations' devices, which is also the experiment's time.</param>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public PurificationExperiment(PurificationOptions options, IMonotonicClock clock)
    {
        PurificationOptionsCheck.Check(options);
        ArgumentNullException.ThrowIfNull(clock);
        Options = options;
        this.clock = clock;
        prng = new SimulationPrng(options.Seed, "purification");
        choices = new SimulationPrng(options.Seed, "purification/choices");
        double rest = (1 - options.Fidelity) / 3;
        made = options.BellProbabilities is double[] bell
            ? new BellWeights(bell[0], bell[3], bell[2], bell[1])
            : new BellWeights(options.Fidelity, rest, rest, rest);
        MemoryA = new SimulatedPairMemory(this, options.StationA);
        MemoryB = new SimulatedPairMemory(this, options.StationB);
    }

    /// <summary>What it is made of.</summary>
    public PurificationOptions Options { get; }

    /// <summary>The first station's memory.</summary>
    public SimulatedPairMemory MemoryA { get; }

    /// <summary>The second station's memory.</summary>
    public SimulatedPairMemory MemoryB { get; }

    /// <summary>Truth: one for each run, oldest first. A run begins when both memories are told to start.</summary>
    public IReadOnlyList<PurificationTruth> Runs => runs;

    internal HalStatus StatusOf(SimulatedPairMemory memory) =>
        memory.Wanted is null || running is not null ? HalStatus.Ok
        : MemoryA.Wanted is null || MemoryB.Wanted is null ? HalStatus.NotReady
        : HalStatus.NoLock;

    /// <summary>A memory was started or stopped.</summary>
    internal void HandleSwitch()
    {
        running = null;
        news.Clear();
        Array.Clear(waiting);
        neighbour = null;
        stored = 0;
        if (MemoryA.Wanted is null || MemoryA.Wanted != MemoryB.Wanted) return;
        running = MemoryA.Wanted;
        nextPairMicroseconds = clock.NowMicroseconds;
        truth = new PurificationTruth();
        runs.Add(truth);
    }

    /// <summary>Lets everything happen that happens until now.</summary>
    internal void Advance()
    {
        double now = clock.NowMicroseconds;
        while (running is not null)
        {
            bool isNews = news.TryPeek(out (double Microseconds, StoredPair Pair) next)
                && next.Microseconds <= nextPairMicroseconds;
            double at = isNews ? next.Microseconds : nextPairMicroseconds;
            if (at > now) return;
            if (isNews) Continue(news.Dequeue().Pair, at);
            else MakePair(at);
        }
    }

    private void MakePair(double at)
    {
        nextPairMicroseconds += 1e6 / Options.PairsPerSecond;
        truth.MadeCount++;
        long id = nextPair++;
        bool atA = MemoryA.Arrives(prng);
        bool atB = MemoryB.Arrives(prng);
        if (Options.IsHeralded)
        {
            if (atA && atB) Store(new StoredPair(id, made, at), at);
        }
        else if (running!.Rounds == 0)
        {
            if (choices.NextUnit() < running.Sampled) Sample(new StoredPair(id, made, at), atA, atB, at);
        }
        else if (neighbour is null)
        {
            neighbour = (id, atA, atB);
        }
        else
        {
            FirstRoundBlind(neighbour.Value, (id, atA, atB), at);
            neighbour = null;
        }
    }

    private void Store(StoredPair pair, double at)
    {
        if (stored >= Options.MemoryPairs)
        {
            truth.RejectedCount++;
            return;
        }

        stored++;
        news.Enqueue((at + Options.MessageMicroseconds, pair));
    }

    /// <summary>It has become known that a pair lives.</summary>
    private void Continue(StoredPair pair, double at)
    {
        Wait(pair, at);
        truth.AddPair(pair.Rounds, pair.State.PhiPlus);
        if (choices.NextUnit() < running!.Sampled)
        {
            stored--;
            Measure(pair, true, true);
        }
        else if (pair.Rounds == running.Rounds)
        {
            stored--;
            truth.DeliveredCount++;
        }
        else if (waiting[pair.Rounds] is StoredPair source)
        {
            waiting[pair.Rounds] = null;
            stored--;
            Wait(source, at);
            if (Compare(source, pair)) news.Enqueue((at + Options.MessageMicroseconds, source));
            else stored--;
        }
        else
        {
            waiting[pair.Rounds] = pair;
        }
    }

    /// <summary>Neighbours whose halves each station has or has not, and does not know of the other.</summary>
    private void FirstRoundBlind((long Id, bool AtA, bool AtB) first, (long Id, bool AtA, bool AtB) second, double at)
    {
        var source = new StoredPair(first.Id, made, at - (1e6 / Options.PairsPerSecond));
        var target = new StoredPair(second.Id, made, at);
        Wait(source, at);
        if (choices.NextUnit() < running!.Sampled)
        {
            Sample(source, first.AtA, first.AtB, at);
            Sample(target, second.AtA, second.AtB, at);
            return;
        }

        if (first.AtA && first.AtB) truth.AddPair(0, source.State.PhiPlus);
        if (second.AtA && second.AtB) truth.AddPair(0, target.State.PhiPlus);
        bool actsA = first.AtA && second.AtA;
        bool actsB = first.AtB && second.AtB;
        if (actsA && actsB)
        {
            if (Compare(source, target)) Store(source, at);
        }
        else if (actsA || actsB)
        {
            SimulatedPairMemory alone = actsA ? MemoryA : MemoryB;
            if (alone.Measure(source.Id, target.Id, 1, PairResult.Target, prng.NextUnit() < 0.5, prng) is not null)
                truth.SingleCount++;
        }
    }

    private void Sample(StoredPair pair, bool atA, bool atB, double at)
    {
        Wait(pair, at);
        if (atA && atB) truth.AddPair(pair.Rounds, pair.State.PhiPlus);
        if (atA || atB) Measure(pair, atA, atB);
    }

    private void Measure(StoredPair pair, bool atA, bool atB)
    {
        byte basis = (byte)(PairResult.X + (int)(choices.NextUnit() * 3));
        bool isEqual = prng.NextUnit() < pair.State.EqualBits(basis);
        bool bit = prng.NextUnit() < 0.5;
        bool? ofA = atA ? MemoryA.Measure(pair.Id, pair.Id, pair.Rounds, basis, bit, prng) : null;
        bool? ofB = atB ? MemoryB.Measure(pair.Id, pair.Id, pair.Rounds, basis, bit ^ !isEqual, prng) : null;
        if (ofA is null != ofB is null) truth.SingleCount++;
    }

    /// <summary>One comparison; true when both stations have a bit and they agree.</summary>
    private bool Compare(StoredPair source, StoredPair target)
    {
        source.Rounds++;
        BellWeights kept = running!.IsDejmps ? source.State.Rotated() : source.State.Twirled();
        BellWeights measured = running.IsDejmps ? target.State.Rotated() : target.State.Twirled();
        bool failsA = MemoryA.GateFails(prng);
        bool failsB = MemoryB.GateFails(prng);
        if (failsA || failsB) kept = measured = BellWeights.Mixed;
        bool isEqual = prng.NextUnit() < kept.Compare(measured, out BellWeights whenEqual, out BellWeights whenDifferent);
        source.State = isEqual ? whenEqual : whenDifferent;
        bool bit = prng.NextUnit() < 0.5;
        bool? ofA = MemoryA.Measure(source.Id, target.Id, source.Rounds, PairResult.Target, bit, prng);
        bool? ofB = MemoryB.Measure(source.Id, target.Id, source.Rounds, PairResult.Target, bit ^ !isEqual, prng);
        if (ofA is null || ofB is null)
        {
            if (ofA is not null || ofB is not null) truth.SingleCount++;
            return false;
        }

        truth.AddComparison(source.Rounds, ofA == ofB);
        return ofA == ofB;
    }

    private void Wait(StoredPair pair, double at)
    {
        double waited = at - pair.SinceMicroseconds;
        pair.State = pair.State.Dephased(MemoryA.Coherence(waited) * MemoryB.Coherence(waited));
        pair.SinceMicroseconds = at;
    }

    private sealed class StoredPair(long id, BellWeights state, double atMicroseconds)
    {
        public long Id { get; } = id;

        public BellWeights State { get; set; } = state;

        /// <summary>Up to when the state is worked out.</summary>
        public double SinceMicroseconds { get; set; } = atMicroseconds;

        public int Rounds { get; set; }
    }
}
