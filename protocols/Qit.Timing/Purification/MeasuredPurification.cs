namespace Qit.Timing.Purification;

/// <summary>What was measured of the pairs after n rounds.</summary>
public sealed record MeasuredRow
{
    /// <summary>Number of rounds n.</summary>
    public required int Rounds { get; init; }

    /// <summary>Fidelity after them, from the sampled pairs; see <see cref="SampledFidelity.Of"/>.</summary>
    public required Estimate Fidelity { get; init; }

    /// <summary>Standard error of the fidelity's value.</summary>
    public required double FidelityStandardError { get; init; }

    /// <summary>Comparisons of round n that count; none for n = 0.</summary>
    public required RoundCount Count { get; init; }

    /// <summary>Fraction of them that were kept; 1 for n = 0.</summary>
    public required Estimate Success { get; init; }

    /// <summary>What the theory gives for that fraction, from the sampled pairs of the round before and the calibrated errors
    /// of gates and measurements; 1 for n = 0.</summary>
    public required double ExpectedSuccess { get; init; }

    /// <summary>Standard error of the difference between the measured and the expected fraction; 0 for n = 0.</summary>
    public required double SuccessDifferenceStandardError { get; init; }

    /// <summary>Pairs left of those of n = 0, had none been sampled: N p_1 ... p_n / 2^n with the measured p.</summary>
    public required double PairsLeft { get; init; }

    /// <summary>Equation (1) with the measured numbers, (1/w) sqrt(1/N_n + 1 - F_n), seconds. The interval holds for all rows
    /// of the measurement together.</summary>
    public required Estimate ErrorSeconds { get; init; }
}

/// <summary>
/// A run of purification as the book has it: fidelity, success and error of synchronization after each round, measured and
/// not computed from a model of the state.
/// </summary>
public sealed class MeasuredPurification
{
    private MeasuredPurification(PurificationProtocol protocol, double pairs, IReadOnlyList<MeasuredRow> rows)
    {
        Protocol = protocol;
        Pairs = pairs;
        Rows = rows;
    }

    /// <summary>What a round was.</summary>
    public PurificationProtocol Protocol { get; }

    /// <summary>Pairs N with both halves that the run began with: those of round 1 and those sampled before it.</summary>
    public double Pairs { get; }

    /// <summary>One row for each n from 0 on, as far as there are samples.</summary>
    public IReadOnlyList<MeasuredRow> Rows { get; }

    /// <summary>The row of the smallest measured error.</summary>
    public MeasuredRow Best => Rows.MinBy(row => row.ErrorSeconds.Value)!;

    /// <summary>Reads the book.</summary>
    /// <param name="book">Both stations' records of the run.</param>
    /// <param name="protocol">What a round was.</param>
    /// <param name="rounds">Rounds that were done, at least 0.</param>
    /// <param name="frequencyHertz">Clock frequency of equation (1), above 0.</param>
    /// <param name="noise">Calibrated errors of gates and measurements.</param>
    /// <param name="confidence">Probability of each interval of fidelity and success, and of all the intervals of the
    /// errors together; above 0, below 1.</param>
    /// <returns>Null when the book has no usable samples of the pairs before purification.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static MeasuredPurification? Of(
        PairBook book, PurificationProtocol protocol, int rounds, double frequencyHertz, LocalNoise noise, double confidence)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        // Bonferroni: rounds + 1 fidelities and rounds success probabilities, together as confident as asked for.
        double joint = 1 - ((1 - confidence) / ((2 * rounds) + 1));
        double pairs = (2 * book.Count(1).Decided) + LevelOf(book, 0).Total;
        var rows = new List<MeasuredRow>();
        var left = new Estimate(pairs, pairs, pairs);
        for (int n = 0; n <= rounds; n++)
        {
            Level level = LevelOf(book, n);
            RoundCount count = n == 0 ? default : book.Count(n);
            if (FidelityOf(level, noise, confidence) is not Estimate fidelity || (n > 0 && count.Decided == 0)) break;
            var success = new Estimate(1, 1, 1);
            var (expected, difference) = (1.0, 0.0);
            if (n > 0)
            {
                success = ClopperPearson.Interval(count.Kept, count.Decided, confidence);
                Estimate wide = ClopperPearson.Interval(count.Kept, count.Decided, joint);
                left = new Estimate(left.Value * success.Value / 2, left.Low * wide.Low / 2, left.High * wide.High / 2);
                (expected, double error) = ExpectedSuccess(LevelOf(book, n - 1), protocol, noise);
                difference = Math.Sqrt((error * error) + (success.Value * (1 - success.Value) / count.Decided));
            }

            if (left.Value <= 0) break;
            rows.Add(new MeasuredRow
            {
                Rounds = n,
                Fidelity = fidelity,
                FidelityStandardError = level.FidelityStandardError(noise),
                Count = count,
                Success = success,
                ExpectedSuccess = expected,
                SuccessDifferenceStandardError = difference,
                PairsLeft = left.Value,
                ErrorSeconds = Error(frequencyHertz, left, fidelity, FidelityOf(level, noise, joint)!.Value),
            });
        }

        return rows.Count == 0 ? null : new MeasuredPurification(protocol, pairs, rows);
    }

    // Both protocols succeed when the amplitude bits agree. What a round sees of them is s = a + b for DEJMPS, which samples
    // in Y measure, and the fidelity alone for BBPSSW: p = s^2 + (1 - s)^2, with s = (1 + 2F)/3 after the twirl.
    private static (double Value, double StandardError) ExpectedSuccess(
        Level before, PurificationProtocol protocol, LocalNoise noise)
    {
        SampleCount seen = protocol == PurificationProtocol.Bbpssw ? before.All : before.Y;
        if (seen.Total == 0) return (double.NaN, double.NaN);
        double observed = (double)seen.AsPhiPlus / seen.Total;
        double s = noise.Corrected(observed);
        double variance = seen.Variance / Math.Pow(1 - (2 * noise.ParityError), 2);
        // The square of an estimate is too large by its variance.
        double agree = (s * s) + ((1 - s) * (1 - s)) - (2 * variance);
        double whole = 1 - noise.GateError;
        double slope = whole * (1 - (2 * noise.ParityError)) * ((4 * s) - 2);
        return ((whole * noise.Observed(agree)) + (noise.GateError / 2), Math.Abs(slope) * Math.Sqrt(variance));
    }

    private static Estimate Error(double frequencyHertz, Estimate pairs, Estimate fidelity, Estimate wide)
    {
        return new Estimate(Of(pairs.Value, fidelity.Value), Of(pairs.High, wide.High), Of(Math.Max(pairs.Low, 1e-9), wide.Low));

        double Of(double left, double f) =>
            PurificationPlan.ErrorSeconds(frequencyHertz, left, 0, Math.Clamp(1 - f, 0, 1));
    }

    private static Estimate? FidelityOf(Level level, LocalNoise noise, double confidence) =>
        SampledFidelity.Of(level.X, level.Y, level.Z, noise, confidence);

    private static Level LevelOf(PairBook book, int rounds) => new(
        book.Samples(rounds, MeasuredBasis.X), book.Samples(rounds, MeasuredBasis.Y), book.Samples(rounds, MeasuredBasis.Z));

    private readonly record struct Level(SampleCount X, SampleCount Y, SampleCount Z)
    {
        public SampleCount All => new(X.AsPhiPlus + Y.AsPhiPlus + Z.AsPhiPlus, X.Other + Y.Other + Z.Other);

        public long Total => All.Total;

        // F = (3 q - 1) / 2 with q corrected for the errors of the measurement.
        public double FidelityStandardError(LocalNoise noise) =>
            1.5 * Math.Sqrt(All.Variance) / (1 - (2 * noise.ParityError));
    }
}
