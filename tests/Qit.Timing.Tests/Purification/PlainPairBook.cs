using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

/// <summary>The definition of the book written down plainly: every question is answered from all the records that came,
/// by recursion, without a count kept anywhere.</summary>
internal sealed class PlainPairBook(long timeout)
{
    private readonly List<(PairStation Station, PairRecord Record)> taken = [];
    private readonly Dictionary<(int, long, long), long> first = [];
    private readonly HashSet<(int, long, long)> expired = [];

    public enum State { Open, Waiting, Kept, Dropped, Void, Expired }

    public IEnumerable<(int Round, long Source, long Target)> Comparisons => first.Keys;

    public void Take(PairStation station, PairRecord record, long now)
    {
        Expire(now);
        var key = Key(record);
        if (expired.Contains(key)) return;
        first.TryAdd(key, now);
        taken.Add((station, record));
    }

    public void Expire(long now)
    {
        foreach (var key in first.Keys)
        {
            if (first[key] + timeout <= now && StateOf(key) is (State.Open or State.Waiting)) expired.Add(key);
        }
    }

    public State StateOf((int Round, long Source, long Target) key)
    {
        if (IsImpossible(key.Source) || IsImpossible(key.Target)) return State.Void;
        var own = taken.Where(one => Key(one.Record) == key).Distinct().ToList();
        bool[] alice = [.. own.Where(one => one.Station == PairStation.Alice).Select(one => one.Record.Bit)];
        bool[] bob = [.. own.Where(one => one.Station == PairStation.Bob).Select(one => one.Record.Bit)];
        if (alice.Length > 1 || bob.Length > 1 || own.Select(one => one.Record.Basis).Distinct().Count() > 1) return State.Void;
        if (expired.Contains(key)) return State.Expired;
        if (alice.Length + bob.Length < 2) return State.Open;
        if (key.Round > 1)
        {
            State[] before = [Before(key.Source, key.Round - 1), Before(key.Target, key.Round - 1)];
            if (before.Any(state => state is State.Dropped or State.Void or State.Expired)) return State.Void;
            if (before.Any(state => state != State.Kept)) return State.Waiting;
        }

        return (alice[0] == bob[0]) == (BasisOf(key) != MeasuredBasis.Y) ? State.Kept : State.Dropped;
    }

    public MeasuredBasis BasisOf((int, long, long) key) => taken.First(one => Key(one.Record) == key).Record.Basis;

    private State Before(long pair, int round)
    {
        var asSource = first.Keys.Where(key => key.Item1 == round && key.Item2 == pair).ToList();
        return asSource.Count == 0 ? State.Open : StateOf(asSource[0]);
    }

    private bool IsImpossible(long pair)
    {
        var mine = first.Keys.Where(key => key.Item2 == pair || key.Item3 == pair).ToList();
        return mine.GroupBy(key => key.Item1).Any(group => group.Count() > 1)
            || mine.Any(key => key.Item3 == pair && mine.Any(other => other.Item1 > key.Item1));
    }

    /// <summary>A sampled pair stands as its own source and target in the round that it would have gone into.</summary>
    private static (int, long, long) Key(PairRecord record) =>
        (record.Basis == MeasuredBasis.Target ? record.Round : record.Round + 1, record.Source, record.Target);
}
