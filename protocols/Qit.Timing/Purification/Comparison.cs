namespace Qit.Timing.Purification;

/// <summary>What is known of one comparison.</summary>
internal enum Verdict
{
    /// <summary>A half is missing.</summary>
    Open,

    /// <summary>Both halves are there, but not yet what became of one of its pairs in the round before.</summary>
    Waiting,

    /// <summary>The bits agree: the source pair lives on. Of a sample: they are as Phi+ has them.</summary>
    Kept,

    /// <summary>The bits differ: the source pair is dropped. Of a sample: they are not as Phi+ has them.</summary>
    Dropped,

    /// <summary>The records contradict each other, or one of the pairs was lost before.</summary>
    Void,

    /// <summary>Not decided in time.</summary>
    Expired,
}

/// <summary>Both stations' records of one comparison, or of one sampled pair: that is its own source and target, in the
/// round that it would have gone into.</summary>
internal sealed class Comparison(int round, long source, long target, MeasuredBasis basis, long firstMicroseconds)
{
    private bool? alice;
    private bool? bob;

    public static (int Round, long Source, long Target) KeyOf(in PairRecord record) =>
        (record.IsSample ? record.Round + 1 : record.Round, record.Source, record.Target);

    public int Round { get; } = round;

    public long Source { get; } = source;

    public long Target { get; } = target;

    public long FirstMicroseconds { get; } = firstMicroseconds;

    public bool IsContradicted { get; private set; }

    public Verdict Verdict { get; set; } = Verdict.Open;

    public bool IsComplete => alice is not null && bob is not null;

    public MeasuredBasis Basis { get; } = basis;

    public bool IsSample => Basis != MeasuredBasis.Target;

    /// <summary>Bits as Phi+ has them.</summary>
    public bool IsAsPhiPlus => (alice == bob) == (Basis != MeasuredBasis.Y);

    public bool? BitOf(PairStation station) => station == PairStation.Alice ? alice : bob;

    public RecordOutcome Take(PairStation station, MeasuredBasis measured, bool bit)
    {
        bool? before = BitOf(station);
        if (measured == Basis && before == bit) return RecordOutcome.Duplicate;
        if (measured != Basis || before is not null)
        {
            IsContradicted = true;
            return RecordOutcome.Conflict;
        }

        if (station == PairStation.Alice) alice = bit;
        else bob = bit;
        return RecordOutcome.Taken;
    }
}

/// <summary>The comparisons that a pair takes part in, as far as they are remembered: few, as each round has one.</summary>
internal sealed class PairHistory(long pair)
{
    private readonly List<Comparison> comparisons = new(2);

    public IReadOnlyList<Comparison> Comparisons => comparisons;

    /// <summary>True if no order of events can have led to these records: two comparisons in one round, or one after the
    /// pair was measured. Stays true when one of them is forgotten.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>Adds one; true if the history has become impossible by it.</summary>
    public bool Add(Comparison added)
    {
        bool before = IsImpossible;
        for (int index = 0; index < comparisons.Count && !IsImpossible; index++)
        {
            Comparison other = comparisons[index];
            Comparison earlier = other.Round < added.Round ? other : added;
            IsImpossible = other.Round == added.Round || earlier.Target == pair;
        }

        comparisons.Add(added);
        return IsImpossible && !before;
    }

    public void Remove(Comparison forgotten) => comparisons.Remove(forgotten);

    /// <summary>The comparison of a round that the pair was the source of, null if none is known.</summary>
    public Comparison? AsSource(int round)
    {
        foreach (Comparison comparison in comparisons)
        {
            if (comparison.Round == round && comparison.Source == pair) return comparison;
        }

        return null;
    }
}
