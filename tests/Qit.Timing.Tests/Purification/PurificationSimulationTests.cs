using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

/// <summary>
/// Bell-diagonal pairs drawn one by one, their Bell index carried through the twirl or rotation, the bilateral CNOT and the
/// measurement exactly, both stations' bits given to the book in mixed order. 200 seeds; an interval of 90 % should hold
/// the truth at least 180 times, and at least 168 of 200 is -2.8 sigma: a false alarm of 0.3 % over all seeds, which are
/// fixed.
/// </summary>
public class PurificationSimulationTests
{
    private const int Seeds = 200;
    private const int LeastHeld = 168;
    private const double Confidence = 0.9;
    private const int Pairs = 2000;

    [Test]
    public void Bbpssw_EstimatedFidelity_HoldsTheTruth_InEveryRound()
    {
        int[] held = new int[3];
        int narrow = 0;
        BellDiagonal state = BellDiagonal.Werner(0.8);
        for (int seed = 0; seed < Seeds; seed++)
        {
            PairBook book = Run(seed, state, PurificationProtocol.Bbpssw, rounds: 3);
            BellDiagonal truth = state;
            for (int round = 1; round <= 3; round++)
            {
                RoundCount count = book.Count(round);
                Estimate found = FidelityEstimate.OfWernerPairs(count.Kept, count.Decided, Confidence);
                if (found.Low <= truth.A && truth.A <= found.High) held[round - 1]++;
                if (round == 1 && Math.Abs(found.Value - truth.A) < (found.High - found.Low) / 4) narrow++;
                truth = PurificationRound.Apply(PurificationProtocol.Bbpssw, truth).State;
            }
        }

        Assert.That(held, Has.All.GreaterThanOrEqualTo(LeastHeld));
        Assert.That(narrow, Is.LessThan(LeastHeld), "control: half the interval does not");
    }

    [Test]
    public void Dejmps_OnWernerPairs_EstimatesTheFidelityAfterwards()
    {
        int held = 0;
        BellDiagonal state = BellDiagonal.Werner(0.85);
        BellDiagonal truth = state;
        for (int n = 0; n < 2; n++) truth = PurificationRound.Apply(PurificationProtocol.Dejmps, truth).State;
        for (int seed = 0; seed < Seeds; seed++)
        {
            RoundCount count = Run(seed, state, PurificationProtocol.Dejmps, rounds: 1).Count(1);
            Estimate before = FidelityEstimate.OfWernerPairs(count.Kept, count.Decided, Confidence);
            Estimate after = FidelityEstimate.AfterRounds(before, PurificationProtocol.Dejmps, 2)!.Value;
            if (after.Low <= truth.A && truth.A <= after.High) held++;
        }

        Assert.That(held, Is.GreaterThanOrEqualTo(LeastHeld));
    }

    /// <summary>Pairs that are not Werner pairs: their bits bound the fidelity in DEJMPS and the twirl makes BBPSSW right;
    /// DEJMPS bits read as those of Werner pairs are wrong.</summary>
    [Test]
    public void OtherPairs_NeedTheBoundOrTheTwirl()
    {
        var state = new BellDiagonal(0.8, 0.02, 0.17, 0.01);
        int bound = 0;
        int twirled = 0;
        int wrong = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            RoundCount dejmps = Run(seed, state, PurificationProtocol.Dejmps, rounds: 1).Count(1);
            Estimate sum = FidelityEstimate.LargestInDejmps(dejmps.Kept, dejmps.Decided, Confidence);
            if (sum.Low <= state.A + state.B && state.A + state.B <= sum.High) bound++;
            Estimate misread = FidelityEstimate.OfWernerPairs(dejmps.Kept, dejmps.Decided, Confidence);
            if (misread.Low <= state.A && state.A <= misread.High) wrong++;
            RoundCount bbpssw = Run(seed, state, PurificationProtocol.Bbpssw, rounds: 1).Count(1);
            Estimate right = FidelityEstimate.OfWernerPairs(bbpssw.Kept, bbpssw.Decided, Confidence);
            if (right.Low <= state.A && state.A <= right.High) twirled++;
        }

        Assert.That(bound, Is.GreaterThanOrEqualTo(LeastHeld));
        Assert.That(twirled, Is.GreaterThanOrEqualTo(LeastHeld));
        Assert.That(wrong, Is.LessThan(LeastHeld), "control: Werner pairs are an assumption that must hold");
    }

    /// <summary>The maps against the pairs themselves: how many are kept, and how many of those are Phi+.</summary>
    [TestCase(PurificationProtocol.Bbpssw)]
    [TestCase(PurificationProtocol.Dejmps)]
    public void Maps_EqualWhatThePairsDo(PurificationProtocol protocol)
    {
        var state = new BellDiagonal(0.7, 0.15, 0.05, 0.1);
        var random = new Random(5);
        const int trials = 200_000;
        int kept = 0;
        int good = 0;
        for (int trial = 0; trial < trials; trial++)
        {
            (bool agree, int after) = Compare(Draw(state, random), Draw(state, random), protocol, random);
            if (!agree) continue;
            kept++;
            if (after == 0) good++;
        }

        (BellDiagonal expected, double success) = PurificationRound.Apply(protocol, state);
        Assert.That((double)kept / trials, Is.EqualTo(success).Within(5 * Math.Sqrt(success * (1 - success) / trials)));
        Assert.That((double)good / kept,
            Is.EqualTo(expected.A).Within(5 * Math.Sqrt(expected.A * (1 - expected.A) / kept)), "5 sigma");
    }

    private static PairBook Run(int seed, BellDiagonal state, PurificationProtocol protocol, int rounds)
    {
        var random = new Random(seed);
        var book = new PairBook(new PairBookOptions());
        List<(long Id, int Bell)> pairs =
            [.. Enumerable.Range(0, Pairs).Select(id => ((long)id, Draw(state, random)))];
        for (int round = 1; round <= rounds; round++)
        {
            var left = new List<(long Id, int Bell)>();
            var records = new List<(PairStation, PairRecord)>();
            for (int i = 0; i + 1 < pairs.Count; i += 2)
            {
                (bool agree, int after) = Compare(pairs[i].Bell, pairs[i + 1].Bell, protocol, random);
                bool bit = random.Next(2) == 1;
                records.Add((PairStation.Alice, new PairRecord(round, pairs[i].Id, pairs[i + 1].Id, bit)));
                records.Add((PairStation.Bob, new PairRecord(round, pairs[i].Id, pairs[i + 1].Id, agree ? bit : !bit)));
                if (agree) left.Add((pairs[i].Id, after));
            }

            (PairStation, PairRecord)[] mixed = [.. records];
            random.Shuffle(mixed);
            foreach ((PairStation station, PairRecord record) in mixed) book.HandleRecord(station, record, round);
            pairs = left;
        }

        return book;
    }

    // A Bell index is amplitude bit (1 for Psi) times 2 plus phase bit (1 for minus): Phi+ 0, Phi- 1, Psi+ 2, Psi- 3.
    private static int Draw(BellDiagonal state, Random random)
    {
        double at = random.NextDouble();
        return at < state.A ? 0 : at < state.A + state.B ? 3 : at < state.A + state.B + state.C ? 2 : 1;
    }

    private static (bool Agree, int After) Compare(int source, int target, PurificationProtocol protocol, Random random)
    {
        source = Prepare(source, protocol, random);
        target = Prepare(target, protocol, random);

        // The bilateral CNOT adds the source's amplitude to the target's, and the target's phase to the source's.
        bool agree = ((source ^ target) & 2) == 0;
        return (agree, source ^ (target & 1));
    }

    // The twirl leaves Phi+ and mixes the others; DEJMPS's rotation exchanges Phi- and Psi-.
    private static int Prepare(int bell, PurificationProtocol protocol, Random random) =>
        protocol == PurificationProtocol.Bbpssw ? (bell == 0 ? 0 : random.Next(1, 4))
        : (bell & 1) == 1 ? bell ^ 2 : bell;
}
