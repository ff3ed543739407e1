namespace Qit.Timing.RoundTrip;

/// <summary>Finds where in the delay line's travel a combination of the scores is largest.</summary>
internal sealed class ScoreSearch
{
    private readonly DipModel model;
    private readonly double[] grid;
    private readonly bool isWidthKnown;

    /// <summary>The grid is dense around the dip and reaches to both ends of the range.</summary>
    public ScoreSearch(DipModel model, double fromMetres, double toMetres, bool isWidthKnown, int intervals)
    {
        this.model = model;
        this.isWidthKnown = isWidthKnown;
        // Beyond six widths nothing changes any more: one point stands for the plateau.
        double low = Math.Clamp(model.CentreMetres - (6 * model.WidthMetres), fromMetres, toMetres);
        double high = Math.Clamp(model.CentreMetres + (6 * model.WidthMetres), fromMetres, toMetres);
        var points = new List<double>();
        if (fromMetres < low) points.Add(fromMetres);
        for (int index = 0; index <= intervals; index++) points.Add(low + ((high - low) * index / intervals));
        if (toMetres > high) points.Add(toMetres);
        grid = [.. points];
    }

    /// <summary>Number of unknown parameters.</summary>
    public int Dimension => isWidthKnown ? 3 : 4;

    /// <summary>Scores of one unit of exposure over the root of the plateau: centre, plateau, visibility, width.</summary>
    public void Score(double position, Span<double> score)
    {
        Span<double> all = stackalloc double[DipModel.ParameterCount];
        model.Score(position, all);
        double scale = 1 / Math.Sqrt(model.Plateau);
        score[0] = all[0] * scale;
        score[1] = all[2] * scale;
        score[2] = all[3] * scale;
        if (!isWidthKnown) score[3] = all[1] * scale;
    }

    /// <summary>Position and value where |prices . score| is largest. Several tops of nearly equal height are the rule (both
    /// flanks), so each near the highest is followed to its summit.</summary>
    public (double Position, double Value) Largest(ReadOnlySpan<double> prices)
    {
        const double NearHighest = 0.99;
        double[] values = new double[grid.Length];
        for (int index = 0; index < grid.Length; index++) values[index] = Math.Abs(Value(prices, grid[index]));
        double highest = values.Max();
        (double Position, double Value) best = (grid[0], 0);
        for (int index = 0; index < grid.Length; index++)
        {
            int before = Math.Max(index - 1, 0), after = Math.Min(index + 1, grid.Length - 1);
            if (values[index] < NearHighest * highest || values[index] < values[before] || values[index] < values[after])
                continue;
            double summit = Refine(prices, grid[before], grid[after]);
            foreach (double position in (ReadOnlySpan<double>)[grid[index], summit])
            {
                double value = Value(prices, position);
                if (Math.Abs(value) > Math.Abs(best.Value)) best = (position, value);
            }
        }

        return best;
    }

    /// <summary>Position where a dwell lowers the variance of the first parameter most: E (f . Cc)^2 / (1 + E f . Cf) for
    /// the covariance C, with c its first unit vector.</summary>
    public double LargestGain(double[,] covariance, double exposure)
    {
        Span<double> score = stackalloc double[DipModel.ParameterCount];
        double best = grid[0], largest = -1;
        foreach (double position in grid)
        {
            Score(position, score);
            double toCentre = 0, spread = 0;
            for (int row = 0; row < Dimension; row++)
            {
                double product = 0;
                for (int column = 0; column < Dimension; column++) product += covariance[row, column] * score[column];
                spread += score[row] * product;
                if (row == 0) toCentre = product;
            }

            double gain = toCentre * toCentre / (1 + (exposure * spread));
            if (!(gain > largest)) continue;
            largest = gain;
            best = position;
        }

        return best;
    }

    private double Refine(ReadOnlySpan<double> prices, double low, double high)
    {
        const double Golden = 0.61803398874989485;
        for (int step = 0; step < 40; step++)
        {
            double left = high - (Golden * (high - low));
            double right = low + (Golden * (high - low));
            if (Math.Abs(Value(prices, left)) > Math.Abs(Value(prices, right))) high = right;
            else low = left;
        }

        return 0.5 * (low + high);
    }

    private double Value(ReadOnlySpan<double> prices, double position)
    {
        Span<double> score = stackalloc double[DipModel.ParameterCount];
        Score(position, score);
        double sum = 0;
        for (int index = 0; index < prices.Length; index++) sum += prices[index] * score[index];
        return sum;
    }
}
