// Fringes of many phases determine the phase steps themselves (in phase-shifting interferometry: least squares over phases
// and steps at once, Okada, Sato and Tsujiuchi, Opt. Commun. 84, 118 (1991)). Here by Poisson likelihood: Fisher scoring over the
// parameters that all fringes share and the three of each fringe, the latter eliminated block by block (Schur complement).
using Qit.Timing.Estimation;

namespace Qit.Timing.TwoWay;

/// <summary>What all fringes of one station have in common, from the fringes themselves.</summary>
/// <param name="Model">Ratios of the ports and real phase steps.</param>
/// <param name="Covariance">Of its parameters, in the order of <see cref="PortModel.ToVector"/>.</param>
public sealed record PortFit(PortModel Model, double[,] Covariance)
{
    private const int FringeParameters = 3;
    private const int MostIterations = 50;
    private const double Converged = 1e-6;
    private const double SmallestShare = 1e-6;

    /// <summary>Fits.</summary>
    /// <param name="fringes">Fringes of one station, of different phases.</param>
    /// <param name="nominal">What the model should be.</param>
    /// <param name="stepErrorRadians">How well that is known of each step, above 0: with fringes too few, or too alike, to tell,
    /// this is what remains.</param>
    /// <param name="ratioError">How well both ratios are known, above 0.</param>
    /// <exception cref="TwoWayException">No fringe has a phase, or the fit does not end.</exception>
    public static PortFit Of(IReadOnlyList<PortFringe> fringes, PortModel nominal, double stepErrorRadians, double ratioError)
    {
        double plus = fringes.Sum(fringe => fringe.Steps.Sum(step => (double)step.Plus));
        double minus = fringes.Sum(fringe => fringe.Steps.Sum(step => (double)step.Minus));
        if (!(plus > 0) || !(minus > 0))
            throw new TwoWayException(TwoWayFault.NoFringe, "a port has no clicks; check its detector");
        PortModel model = nominal with { PortRatio = minus / plus };
        double[] expected = model.ToVector();
        double[] sigmas = [ratioError, ratioError, .. Enumerable.Repeat(stepErrorRadians, expected.Length - 2)];
        double[] shared = (double[])expected.Clone();
        List<double[]> own = [];
        List<PortFringe> used = [];
        foreach (PortFringe fringe in fringes)
        {
            if (FringePhase.Of(model.Apply(fringe).Samples) is not FringePhase phase) continue;
            double amplitude = phase.MeanRate * Math.Min(phase.Visibility, 0.999);
            (double sine, double cosine) = Math.SinCos(phase.Radians);
            own.Add([phase.MeanRate, amplitude * cosine, amplitude * sine]);
            used.Add(fringe);
        }

        if (used.Count == 0) throw new TwoWayException(TwoWayFault.NoFringe, "no fringe has a phase");
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            double[,] information = new double[shared.Length, shared.Length];
            double[] score = new double[shared.Length];
            for (int index = 0; index < shared.Length; index++)
            {
                double weight = 1 / (sigmas[index] * sigmas[index]);
                information[index, index] = weight;
                score[index] = weight * (expected[index] - shared[index]);
            }

            List<Block> blocks = [.. used.Select((fringe, index) => new Block(fringe, model.With(shared), own[index]))];
            foreach (Block block in blocks) block.AddTo(information, score);
            double[,] covariance = Cholesky.Inverse(information)
                ?? throw new TwoWayException(TwoWayFault.NoFringe, "the fringes do not determine the ports");
            if (!Cholesky.TrySolve(information, score)) throw new InvalidOperationException("an invertible matrix was not solved");
            double largest = 0;
            for (int index = 0; index < shared.Length; index++)
            {
                largest = Math.Max(largest, Math.Abs(score[index]) / Math.Sqrt(covariance[index, index]));
                shared[index] += score[index];
            }

            for (int index = 0; index < own.Count; index++) blocks[index].Step(own[index], score);
            if (!(shared[0] > 0) || !(largest < double.MaxValue)) break;
            if (largest < Converged) return new PortFit(model.With(shared), covariance);
        }

        throw new TwoWayException(TwoWayFault.NoFringe, "the fringes contradict what is believed of the ports and the phase steps");
    }

    /// <summary>Derivatives of one fringe's likelihood.</summary>
    private sealed class Block
    {
        private readonly double[,] inverse;
        private readonly double[,] mixed;
        private readonly double[] score = new double[FringeParameters];
        private readonly double[,] shared;
        private readonly double[] sharedScore;

        public Block(PortFringe fringe, PortModel model, double[] at)
        {
            int count = model.Parameters;
            mixed = new double[FringeParameters, count];
            shared = new double[count, count];
            sharedScore = new double[count];
            double[,] information = new double[FringeParameters, FringeParameters];
            double[] row = new double[FringeParameters];
            double[] sharedRow = new double[count];
            for (int step = 0; step < fringe.Steps.Count; step++)
            {
                (double sine, double cosine) = Math.SinCos(model.StepRadians[step]);
                double swing = (at[1] * cosine) - (at[2] * sine);
                double turn = -(at[1] * sine) - (at[2] * cosine);
                for (int port = 0; port < 2; port++)
                {
                    PortSample sample = fringe.Steps[step];
                    long clicks = port == 0 ? sample.Plus : sample.Minus;
                    double waiting = model.Waiting(sample.LiveSeconds, clicks);
                    double efficiency = port == 0 ? 1 : model.PortRatio;
                    double contrast = port == 0 ? 1 : -model.ContrastRatio;
                    double share = Math.Max(at[0] + (contrast * swing), SmallestShare * at[0]);
                    Array.Clear(sharedRow);
                    row[0] = efficiency;
                    row[1] = efficiency * contrast * cosine;
                    row[2] = -efficiency * contrast * sine;
                    sharedRow[0] = port == 0 ? 0 : share;
                    sharedRow[1] = port == 0 ? 0 : -efficiency * swing;
                    if (step > 0) sharedRow[1 + step] = efficiency * contrast * turn;
                    double rate = efficiency * share;
                    Add(information, row, row, waiting / rate);
                    Add(mixed, row, sharedRow, waiting / rate);
                    Add(shared, sharedRow, sharedRow, waiting / rate);
                    double excess = (clicks / rate) - waiting;
                    for (int i = 0; i < row.Length; i++) score[i] += row[i] * excess;
                    for (int i = 0; i < count; i++) sharedScore[i] += sharedRow[i] * excess;
                }
            }

            inverse = Cholesky.Inverse(information)
                ?? throw new TwoWayException(TwoWayFault.NoFringe, "a fringe has no phase");
        }

        /// <summary>Adds what this fringe says of the shared parameters, whatever its own are.</summary>
        public void AddTo(double[,] information, double[] right)
        {
            double[] free = Multiply(inverse, score);
            for (int i = 0; i < right.Length; i++)
            {
                right[i] += sharedScore[i];
                for (int k = 0; k < FringeParameters; k++) right[i] -= mixed[k, i] * free[k];
                for (int j = 0; j < right.Length; j++)
                {
                    information[i, j] += shared[i, j];
                    for (int k = 0; k < FringeParameters; k++)
                    {
                        for (int l = 0; l < FringeParameters; l++)
                            information[i, j] -= mixed[k, i] * inverse[k, l] * mixed[l, j];
                    }
                }
            }
        }

        /// <summary>Moves the fringe's own parameters along with the shared ones.</summary>
        public void Step(double[] at, double[] sharedStep)
        {
            double[] right = (double[])score.Clone();
            for (int k = 0; k < FringeParameters; k++)
            {
                for (int i = 0; i < sharedStep.Length; i++) right[k] -= mixed[k, i] * sharedStep[i];
            }

            double[] step = Multiply(inverse, right);
            // Nowhere may the mean become negative: the swing stays below the mean rate.
            for (int k = 0; k < FringeParameters; k++) at[k] += step[k];
            double swing = Math.Sqrt((at[1] * at[1]) + (at[2] * at[2]));
            double most = 0.9999 * Math.Abs(at[0]);
            if (swing <= most) return;
            at[1] *= most / swing;
            at[2] *= most / swing;
        }

        private static void Add(double[,] target, double[] left, double[] right, double weight)
        {
            for (int i = 0; i < left.Length; i++)
            {
                for (int j = 0; j < right.Length; j++) target[i, j] += weight * left[i] * right[j];
            }
        }

        private static double[] Multiply(double[,] matrix, double[] vector)
        {
            double[] result = new double[vector.Length];
            for (int i = 0; i < vector.Length; i++)
            {
                for (int j = 0; j < vector.Length; j++) result[i] += matrix[i, j] * vector[j];
            }

            return result;
        }
    }
}
