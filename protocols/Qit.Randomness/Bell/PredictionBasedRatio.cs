using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// The test factor that a device like the one seen so far makes grow fastest (Zhang, Glancy, Knill, Phys. Rev. A 84, 062118
/// (2011) and 88, 052119 (2013)): maximize the mean of ln F under the no-signalling fit of the training counts, over all
/// factors that gain nothing from local realism. Its rate of growth is the statistical strength, the smallest
/// Kullback-Leibler divergence from the local polytope, which no p-value valid against local realism can exceed.
/// </summary>
public static class PredictionBasedRatio
{
    // Distance from the optimum, nats a trial: what doubles reach, but no more than a ten-thousandth of a nat over as many
    // trials as were seen, which the fit does not resolve anyway.
    private const double LeastGapNats = 1e-12;
    private const double GapNatsOfTraining = 1e-4;

    /// <summary>
    /// p(ab|xy) at 4 (2x + y) + 2a + b without signalling under which the counts, half a count added to each cell, are most
    /// likely: what a factor is fitted to.
    /// </summary>
    public static double[] NoSignallingFit(TrialCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return NoSignallingEstimate.MaximumLikelihood(counts);
    }

    /// <summary>The best factor for devices like those of the training counts.</summary>
    /// <param name="training">Counts that the factor will never judge.</param>
    /// <param name="settings">What is assumed about the settings.</param>
    /// <returns>The factor and its gain under the fit, both settings of each station taken as equally likely.</returns>
    public static TrainedFactor Train(TrialCounts training, SettingsPolytope settings)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(settings);
        double[] weights = NoSignallingEstimate.MaximumLikelihood(training);
        for (int i = 0; i < weights.Length; i++) weights[i] /= 4;
        return Optimize(weights, settings, Math.Max(LeastGapNats, GapNatsOfTraining / (training.Total + 1.0)));
    }

    /// <summary>The best factor for known frequencies: what a device of known behaviour can be promised.</summary>
    /// <param name="frequencies">p(abxy) at 4 (2x + y) + 2a + b, all above 0, sum 1.</param>
    /// <param name="settings">What is assumed about the settings.</param>
    /// <exception cref="ArgumentException">Not sixteen frequencies above 0 with the sum 1.</exception>
    public static TrainedFactor Optimize(double[] frequencies, SettingsPolytope settings)
    {
        ArgumentNullException.ThrowIfNull(frequencies);
        ArgumentNullException.ThrowIfNull(settings);
        if (frequencies.Length != TrialCounts.CellCount || !frequencies.All(f => f > 0)
            || Math.Abs(frequencies.Sum() - 1) > 1e-9)
        {
            throw new ArgumentException(
                $"{TrialCounts.CellCount} frequencies above 0 with the sum 1 are needed.", nameof(frequencies));
        }
        return Optimize(frequencies, settings, LeastGapNats);
    }

    private static TrainedFactor Optimize(double[] frequencies, SettingsPolytope settings, double gap)
    {
        double[][] rows = Rows(settings);
        LogGainProgram.Solution solution = LogGainProgram.Maximize(frequencies, rows, gap);
        BellTestFactor factor = BellTestFactor.FromValues(solution.Values, settings);
        double gain = factor.LnGain(frequencies);
        // 1 is feasible too: betting must not be worse than not betting.
        return gain > 0
            ? new TrainedFactor(factor, gain, DualBound(frequencies, rows, solution.Multipliers))
            : new TrainedFactor(BellTestFactor.Neutral, 0, DualBound(frequencies, rows, solution.Multipliers));
    }

    private static double[][] Rows(SettingsPolytope settings)
    {
        var rows = new List<double[]>();
        foreach (IReadOnlyList<double> vertex in settings.Vertices)
        {
            for (int strategy = 0; strategy < LocalStrategies.Count; strategy++)
            {
                var row = new double[TrialCounts.CellCount];
                for (int z = 0; z < 4; z++) row[LocalStrategies.Cell(strategy, z)] = vertex[z];
                rows.Add(row);
            }
        }
        return [.. rows];
    }

    // Any mixture of the rows is a local model q, and sum w ln F <= D(w|q) + ln sum q F <= D(w|q) for every feasible F.
    private static double DualBound(double[] frequencies, double[][] rows, double[] multipliers)
    {
        double total = multipliers.Sum();
        double divergence = 0;
        for (int i = 0; i < frequencies.Length; i++)
        {
            double q = 0;
            for (int j = 0; j < rows.Length; j++) q += multipliers[j] / total * rows[j][i];
            divergence += frequencies[i] * Math.Log(frequencies[i] / q);
        }
        return divergence;
    }
}

/// <summary>A test factor with what it promises.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="GainNats">Mean of ln F under the fit, nats a trial, at least 0.</param>
/// <param name="StrengthBoundNats">
/// Divergence of the fit from one particular local model: no factor gains more, and equality proves the optimum.
/// </param>
public readonly record struct TrainedFactor(BellTestFactor Factor, double GainNats, double StrengthBoundNats);
