using Qit.Randomness.Trials;

namespace Qit.Randomness.Tests.Controls.Attackers;

/// <summary>All past trials, as an attacker sees them.</summary>
internal sealed class TrialHistory
{
    private readonly List<byte> trials = [];

    public int Count => trials.Count;

    /// <summary>Counts of all past trials at 4 (2x + y) + 2a + b.</summary>
    public long[] Cells { get; } = new long[TrialCounts.CellCount];

    /// <summary>Past trials with settings z = 2x + y.</summary>
    public long[] Rows { get; } = new long[4];

    /// <summary>Past trials that won the CHSH game at settings z.</summary>
    public long[] Wins { get; } = new long[4];

    /// <summary>Cell of a past trial.</summary>
    public int this[int trial] => trials[trial];

    public void Add(int x, int y, int a, int b)
    {
        int z = (2 * x) + y;
        int cell = (4 * z) + (2 * a) + b;
        trials.Add((byte)cell);
        Cells[cell]++;
        Rows[z]++;
        if ((a ^ b) == (x & y)) Wins[z]++;
    }
}
