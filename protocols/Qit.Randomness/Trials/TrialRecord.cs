namespace Qit.Randomness.Trials;

/// <summary>
/// The trials of a run in time order, as planes of bits: settings x and y, outcomes a and b, and with spot checks the test
/// flags t. Immutable; counts are made once.
/// </summary>
public sealed class TrialRecord
{
    /// <summary>Takes the planes.</summary>
    /// <param name="x">Settings of station A.</param>
    /// <param name="y">Settings of station B.</param>
    /// <param name="a">Outcomes of station A.</param>
    /// <param name="b">Outcomes of station B.</param>
    /// <param name="tests">1 where a trial is a test; null when every trial is one.</param>
    /// <exception cref="ArgumentException">The planes differ in length.</exception>
    public TrialRecord(BitString x, BitString y, BitString a, BitString b, BitString? tests = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckLength(x, y, nameof(y));
        CheckLength(x, a, nameof(a));
        CheckLength(x, b, nameof(b));
        if (tests is not null) CheckLength(x, tests, nameof(tests));
        (X, Y, A, B, Tests) = (x, y, a, b, tests);
        TestCounts = TrialCounter.Count(TrialPlanes.Of(this));
    }

    /// <summary>Number of trials.</summary>
    public int Length => X.Length;

    /// <summary>Settings of station A.</summary>
    public BitString X { get; }

    /// <summary>Settings of station B.</summary>
    public BitString Y { get; }

    /// <summary>Outcomes of station A.</summary>
    public BitString A { get; }

    /// <summary>Outcomes of station B.</summary>
    public BitString B { get; }

    /// <summary>1 where a trial is a test; null when every trial is one.</summary>
    public BitString? Tests { get; }

    /// <summary>Counts of the test trials.</summary>
    public TrialCounts TestCounts { get; }

    /// <summary>Number of trials that are no test.</summary>
    public long UntestedTrials => Length - TestCounts.Total;

    private static void CheckLength(BitString x, BitString plane, string name)
    {
        ArgumentNullException.ThrowIfNull(plane, name);
        if (plane.Length != x.Length)
            throw new ArgumentException($"{name} has {plane.Length} trials; x has {x.Length}.", name);
    }
}
