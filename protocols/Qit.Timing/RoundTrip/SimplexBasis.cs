namespace Qit.Timing.RoundTrip;

/// <summary>The basis of the simplex method for Elfving's programme: a few dwell points whose signed scores add up to the
/// right side (1, small, small, ...). It begins with artificial columns that cost so much that none stays.</summary>
internal sealed class SimplexBasis
{
    private readonly int count;
    private readonly double[,] inverse;
    private readonly double[] amounts;
    private readonly double[] costs;
    private readonly double[] positions;

    public SimplexBasis(int dimension, double artificialCost, double perturbation)
    {
        count = dimension;
        inverse = new double[count, count];
        amounts = new double[count];
        costs = new double[count];
        positions = new double[count];
        for (int row = 0; row < count; row++)
        {
            inverse[row, row] = 1;
            amounts[row] = row == 0 ? 1 : perturbation * row;
            costs[row] = artificialCost;
            positions[row] = double.NaN;
        }
    }

    /// <summary>Dwell points with the exposure that each needs; artificial columns are left out.</summary>
    public IEnumerable<DwellPoint> Points()
    {
        for (int row = 0; row < count; row++)
        {
            if (!double.IsNaN(positions[row])) yield return new DwellPoint(positions[row], amounts[row]);
        }
    }

    /// <summary>What the artificial columns still carry: 0 once dwell points can do it all.</summary>
    public double ArtificialAmount
    {
        get
        {
            double sum = 0;
            for (int row = 0; row < count; row++) sum += double.IsNaN(positions[row]) ? amounts[row] : 0;
            return sum;
        }
    }

    /// <summary>The dual variables: what each equation is worth.</summary>
    public double[] Prices()
    {
        double[] prices = new double[count];
        for (int column = 0; column < count; column++)
        {
            for (int row = 0; row < count; row++) prices[column] += costs[row] * inverse[row, column];
        }

        return prices;
    }

    /// <summary>Brings in a dwell point with the sign of its value; false when the step has no limit, which rounding alone
    /// can cause, since all costs are positive.</summary>
    public bool Enter(double position, int sign, ReadOnlySpan<double> score)
    {
        double[] direction = new double[count];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++) direction[row] += inverse[row, column] * sign * score[column];
        }

        int leaving = -1;
        double step = double.PositiveInfinity;
        for (int row = 0; row < count; row++)
        {
            if (!(direction[row] > 1e-12) || !(amounts[row] / direction[row] < step)) continue;
            step = amounts[row] / direction[row];
            leaving = row;
        }

        if (leaving < 0) return false;
        double pivot = direction[leaving];
        for (int column = 0; column < count; column++) inverse[leaving, column] /= pivot;
        for (int row = 0; row < count; row++)
        {
            if (row == leaving) continue;
            amounts[row] = Math.Max(0, amounts[row] - (step * direction[row]));
            for (int column = 0; column < count; column++)
                inverse[row, column] -= direction[row] * inverse[leaving, column];
        }

        amounts[leaving] = step;
        costs[leaving] = 1;
        positions[leaving] = position;
        return true;
    }
}
