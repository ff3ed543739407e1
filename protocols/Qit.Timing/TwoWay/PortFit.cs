// Fringes of many phases determine the phase steps themselves (in phase-shifting interferometry: least squares over phases
// and steps at once, Okada, Sato and Tsujiuchi, Opt. Commun. 84, 118 (1991)). Here by Poisson likelihood: Fisher scoring over the
// parameters that all fringes share and the three of each fringe, the latter eliminated block by block (Schur complement).
//
// With exact quarter waves one error cannot be seen in any fringe alone: steps 1 and 3 turned by the same angle against 0 and
// 2 look like another phase and another visibility. It shows as a visibility that goes with the phase (Heydemann, Appl. Opt.
// 20, 3382 (1981)), so the visibilities of all fringes are held together.
using Qit.Timing.Estimation;

namespace Qit.Timing.TwoWay;

/// <summary>What is believed of a station's ports before any fringe.</summary>
/// <param name="StepScaleError">How well the scale of the phase steps is known: standard error over the scale, above 0.</param>
/// <param name="StepErrorRadians">How well each step is known beside that, radians, above 0.</param>
/// <param name="RatioError">How well the ratios of the ports are known, above 0.</param>
/// <param name="VisibilitySpread">By how much the visibilities of the fringes differ, rms over visibility, above 0.</param>
public readonly record struct PortPrior(double StepScaleError, double StepErrorRadians, double RatioError, double VisibilitySpread);

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
    /// <param name="prior">How well that is known.</param>
    /// <exception cref="TwoWayException">No fringe has a phase, or the fit does not end.</exception>
    public static PortFit Of(IReadOnlyList<PortFringe> fringes, PortModel nominal, PortPrior prior)
    {
        double plus = fringes.Sum(fringe => fringe.Steps.Sum(step => (double)step.Plus));
        double minus = fringes.Sum(fringe => fringe.Steps.Sum(step => (double)step.Minus));
        if (!(plus > 0) || !(minus > 0))
            throw new TwoWayException(TwoWayFault.NoFringe, "a port has no clicks; check its detector");
        PortModel model = nominal with { PortRatio = minus / plus };
        double[,] believed = Information(model, prior);
        List<double[]> own = [];
        List<PortFringe> used = [];
        double visibilities = 0;
        foreach (PortFringe fringe in fringes)
        {
            if (FringePhase.Of(model.Apply(fringe).Samples) is not FringePhase phase) continue;
            double amplitude = phase.MeanRate * Math.Min(phase.Visibility, 0.999);
            (double sine, double cosine) = Math.SinCos(phase.Radians);
            own.Add([phase.MeanRate, amplitude * cosine, amplitude * sine]);
            used.Add(fringe);
            visibilities += amplitude / phase.MeanRate;
        }

        if (used.Count == 0) throw new TwoWayException(TwoWayFault.NoFringe, "no fringe has a phase");
        double[] expected = [.. model.ToVector(), visibilities / used.Count];
        double[] shared = (double[])expected.Clone();
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            double[,] information = (double[,])believed.Clone();
            double[] score = new double[shared.Length];
            for (int i = 0; i < shared.Length; i++)
            {
                for (int j = 0; j < shared.Length; j++) score[i] += believed[i, j] * (expected[j] - shared[j]);
            }

            PortModel now = model.With(shared[..^1]);
            List<Block> blocks =
                [.. used.Select((fringe, index) => new Block(fringe, now, own[index], shared[^1], prior.VisibilitySpread))];
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
            if (largest < Converged) return new PortFit(model.With(shared[..^1]), Part(covariance, model.Parameters));
        }

        throw new TwoWayException(TwoWayFault.NoFringe, "the fringes contradict what is believed of the ports and the phase steps");
    }

    /// <summary>Information of the prior: of the ratios; of the steps, whose errors share the scale's; none of the visibility.
    /// </summary>
    private static double[,] Information(PortModel model, PortPrior prior)
    {
        double[] parameters = model.ToVector();
        double[,] information = new double[parameters.Length + 1, parameters.Length + 1];
        information[0, 0] = information[1, 1] = 1 / (prior.RatioError * prior.RatioError);
        // Inverse of e^2 I + s^2 n n' by Sherman and Morrison.
        double each = 1 / (prior.StepErrorRadians * prior.StepErrorRadians);
        double common = prior.StepScaleError * prior.StepScaleError * each;
        double square = parameters.Skip(2).Sum(step => step * step);
        for (int i = 2; i < parameters.Length; i++)
        {
            for (int j = 2; j < parameters.Length; j++)
                information[i, j] = each * ((i == j ? 1 : 0) - (common * parameters[i] * parameters[j] / (1 + (common * square))));
        }

        return information;
    }

    private static double[,] Part(double[,] matrix, int count)
    {
        double[,] part = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++) part[i, j] = matrix[i, j];
        }

        return part;
    }

    /// <summary>Derivatives of one fringe's likelihood.</summary>
    private sealed class Block
    {
        private readonly double[,] inverse;
        private readonly double[,] mixed;
        private readonly double[] score = new double[FringeParameters];
        private readonly double[,] shared;
        private readonly double[] sharedScore;

        public Block(PortFringe fringe, PortModel model, double[] at, double visibility, double spread)
        {
            int count = model.Parameters + 1;
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

            HoldVisibility(information, at, visibility, spread);
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

        /// <summary>The amplitude is that of the common visibility, but for its spread.</summary>
        private void HoldVisibility(double[,] information, double[] at, double visibility, double spread)
        {
            double amplitude = Math.Sqrt((at[1] * at[1]) + (at[2] * at[2]));
            double sigma = spread * visibility * at[0];
            if (!(amplitude > 0) || !(sigma > 0)) return;
            double[] row = [-visibility, at[1] / amplitude, at[2] / amplitude];
            double[] sharedRow = new double[sharedScore.Length];
            sharedRow[^1] = -at[0];
            double weight = 1 / (sigma * sigma);
            Add(information, row, row, weight);
            Add(mixed, row, sharedRow, weight);
            Add(shared, sharedRow, sharedRow, weight);
            double excess = weight * ((visibility * at[0]) - amplitude);
            for (int i = 0; i < row.Length; i++) score[i] += row[i] * excess;
            sharedScore[^1] += sharedRow[^1] * excess;
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
