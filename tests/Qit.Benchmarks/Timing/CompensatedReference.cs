namespace Qit.Benchmarks.Timing;

/// <summary>MDEV with running sums and squares of about 32 digits (two doubles each; Dekker 1971, Knuth's two-sum), for the
/// rounding of the fast one.</summary>
internal static class CompensatedReference
{
    public static double Modified(double[] x, int m)
    {
        Pair sum = default;
        for (int i = 0; i < m; i++) sum = sum.Plus(x[i + (2 * m)]).Plus(-2 * x[i + m]).Plus(x[i]);
        Pair squares = default;
        int terms = x.Length - (3 * m) + 1;
        for (int i = 0; i < terms; i++)
        {
            double term = sum.High + sum.Low;
            squares = squares.Plus(term * term);
            if (i + 1 == terms) break;
            // 3 x is exact as 2 x + x.
            double second = x[i + m];
            double third = x[i + (2 * m)];
            sum = sum.Plus(x[i + (3 * m)]).Plus(-x[i]).Plus(-2 * third).Plus(-third).Plus(2 * second).Plus(second);
        }

        return Math.Sqrt((squares.High + squares.Low) / terms / 2) / m / m;
    }

    private readonly record struct Pair(double High, double Low)
    {
        public Pair Plus(double value)
        {
            double sum = High + value;
            double part = sum - High;
            double lost = (High - (sum - part)) + (value - part) + Low;
            double high = sum + lost;
            return new Pair(high, lost - (high - sum));
        }
    }
}
