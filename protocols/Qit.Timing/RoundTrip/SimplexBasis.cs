namespace Qit.Timing.RoundTrip;

/// <summary>The basis of the simplex method for Elfving's programme: a few dwell points whose signed scores add up to the
/// right side (1, small, small, ...). It begins with artificial columns that cost so much that none stays.</summary>
internal sealed class SimplexBasis
{
    private const double SmallestPivot = 1e-9;
    private readonly int count;
    private readonly double[,] columns;
    private readonly double[,] inverse;
    private readonly double[] right;
    private readonly double[] amounts;
    private readonly double[] costs;
    private readonly double[] positions;

    public SimplexBasis(int dimension, double artificialCost, double perturbation)
    {
        count = dimension;
        columns = new double[count, count];
        inverse = new double[count, count];
        right = new double[count];
        amounts = new double[count];
        costs = new double[count];
        positions = new double[count];
        for (int row = 0; row < count; row++)
        {
            columns[row, row] = 1;
            inverse[row, row] = 1;
            right[row] = row == 0 ? 1 : perturbation * row;
            amounts[row] = right[row];
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
            if (!(direction[row] > SmallestPivot) || !(amounts[row] / direction[row] < step)) continue;
            step = amounts[row] / direction[row];
            leaving = row;
        }

        if (leaving < 0) return false;
        for (int row = 0; row < count; row++) columns[row, leaving] = sign * score[row];
        costs[leaving] = 1;
        positions[leaving] = position;
        // Neighbouring points make the basis ill-conditioned: solved anew, errors do not add up from pivot to pivot.
        Invert();
        return true;
    }

    /// <summary>Gauss and Jordan with partial pivoting, and the amounts that follow.</summary>
    private void Invert()
    {
        double[,] left = (double[,])columns.Clone();
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++) inverse[row, column] = row == column ? 1 : 0;
        }

        for (int column = 0; column < count; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < count; row++)
            {
                if (Math.Abs(left[row, column]) > Math.Abs(left[pivot, column])) pivot = row;
            }

            for (int k = 0; k < count; k++)
            {
                (left[column, k], left[pivot, k]) = (left[pivot, k], left[column, k]);
                (inverse[column, k], inverse[pivot, k]) = (inverse[pivot, k], inverse[column, k]);
            }

            double divisor = left[column, column];
            for (int k = 0; k < count; k++)
            {
                left[column, k] /= divisor;
                inverse[column, k] /= divisor;
            }

            for (int row = 0; row < count; row++)
            {
                double factor = left[row, column];
                if (row == column) continue;
                for (int k = 0; k < count; k++)
                {
                    left[row, k] -= factor * left[column, k];
                    inverse[row, k] -= factor * inverse[column, k];
                }
            }
        }

        for (int row = 0; row < count; row++)
        {
            double amount = 0;
            for (int column = 0; column < count; column++) amount += inverse[row, column] * right[column];
            amounts[row] = Math.Max(0, amount);
        }
    }
}
