namespace Qit.Timing.Purification;

/// <summary>Which of the two stations.</summary>
public enum PairStation
{
    /// <summary>The first station.</summary>
    Alice,

    /// <summary>The second station.</summary>
    Bob,
}

/// <summary>What one station says about one comparison: in this round it applied the bilateral CNOT to two pairs, from the
/// source pair to the target pair, and measured its half of the target.</summary>
/// <param name="Round">Round of purification, from 1.</param>
/// <param name="Source">Identifier of the pair that is kept if the bits agree. Identifiers grow with the pairs' time.</param>
/// <param name="Target">Identifier of the pair that was measured.</param>
/// <param name="Bit">What the measurement gave.</param>
public readonly record struct PairRecord(int Round, long Source, long Target, bool Bit);

/// <summary>What became of a record.</summary>
public enum RecordOutcome
{
    /// <summary>Taken into the book.</summary>
    Taken,

    /// <summary>The same was there already; nothing changed.</summary>
    Duplicate,

    /// <summary>It contradicts what the same station said before about the same comparison, which is void now.</summary>
    Conflict,

    /// <summary>Its comparison has expired or was forgotten; not counted.</summary>
    Late,

    /// <summary>It makes no sense by itself: round outside 1 to the book's most rounds, a negative identifier, or a pair
    /// compared with itself.</summary>
    Invalid,
}

/// <summary>Comparisons of one round.</summary>
/// <param name="Kept">Both halves there, bits agree, both pairs good until then.</param>
/// <param name="Dropped">The same, but the bits differ.</param>
public readonly record struct RoundCount(long Kept, long Dropped)
{
    /// <summary>Kept and dropped.</summary>
    public long Decided => Kept + Dropped;
}
