using Qit.Randomness.Trials;

namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// The behaviour that makes counts most likely among those that do not signal and keep every CHSH value within
/// Tsirelson's bound 2 sqrt 2. Frequencies always signal a little; this is the nearest behaviour that a device could have.
/// </summary>
public static class MaximumLikelihoodTable
{
    private const double Tsirelson = 2.8284271247461903;

    /// <summary>Fits a table: maximizes sum n log p.</summary>
    /// <param name="counts">With at least one trial at each pair of settings.</param>
    /// <returns>p(a,b|x,y) at index 4 (2x + y) + 2a + b.</returns>
    /// <exception cref="ArgumentException">A pair of settings has no trial.</exception>
    public static double[] Fit(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        for (int z = 0; z < 4; z++)
        {
            if (counts.SettingsTotal(z >> 1, z & 1) == 0)
                throw new ArgumentException($"No trial has settings {z >> 1} {z & 1}; each pair needs one.", nameof(counts));
        }
        // p = (1 + a <A_x> + b <B_y> + ab <A_x B_y>) / 4: unknowns <A_0>, <A_1>, <B_0>, <B_1> and four products.
        var problem = new LogBarrier(8);
        long[] cells = counts.ToArray();
        for (int i = 0; i < cells.Length; i++)
            problem.Add(cells[i] / (double)counts.Total, 0.25, [.. Row(i).Select(v => v / 4)]);
        for (int facet = 0; facet < NoSignallingPolytope.FacetCount; facet++)
        {
            var row = new double[8];
            for (int z = 0; z < 4; z++) row[4 + z] = -NoSignallingPolytope.Sign(facet, z);
            problem.Add(0, Tsirelson, row);
        }
        var moments = new double[8];
        problem.Maximize(moments, 1e-15);
        var table = new double[cells.Length];
        for (int i = 0; i < table.Length; i++)
        {
            double[] row = Row(i);
            double sum = 1;
            for (int k = 0; k < 8; k++) sum += row[k] * moments[k];
            table[i] = Math.Max(0, sum / 4);
        }
        return table;
    }

    private static double[] Row(int cell)
    {
        int z = cell >> 2;
        int a = (cell & 2) == 0 ? 1 : -1;
        int b = (cell & 1) == 0 ? 1 : -1;
        var row = new double[8];
        row[z >> 1] = a;
        row[2 + (z & 1)] = b;
        row[4 + z] = a * b;
        return row;
    }
}
