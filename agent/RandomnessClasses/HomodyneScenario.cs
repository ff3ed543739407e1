using Qit.Hal.Simulation;
using Qit.Randomness.DeviceDependent;
using Qit.Randomness.Statements;

namespace Qit.Agent.RandomnessClasses;

/// <summary>
/// Vacuum noise under trust in source and detector, in the blocks of ITU-T X.1702: noise source (the vacuum at a homodyne
/// detector), sampling (the converter), assessment (health tests and the bound of the noise model), extraction.
/// </summary>
internal sealed class HomodyneScenario : IRandomnessScenario
{
    private const int BlockSamples = 1 << 15;

    /// <inheritdoc/>
    public string Name => "homodyne";

    /// <inheritdoc/>
    public string Description => "random bits from vacuum noise; trusts source and detector";

    /// <inheritdoc/>
    public RandomnessRun Run(ulong seed, string? optionsFile, CancellationToken cancellation) =>
        ScenarioOptions.Use<HomodyneOptions, RandomnessRun>(
            optionsFile, options => Run(options with { Seed = seed }, BlockSamples, null, cancellation));

    /// <summary>Runs a source.</summary>
    /// <param name="options">The source, with its fault.</param>
    /// <param name="samples">Samples of the block.</param>
    /// <param name="refine">Changes to the parameters before they are fixed; null for none.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    internal static RandomnessRun Run(
        HomodyneOptions options, int samples, Func<HomodyneConfiguration, HomodyneConfiguration>? refine,
        CancellationToken cancellation)
    {
        var source = new SimulatedHomodyneSource(options);
        // The data sheet: what the source is built to be, before any fault. Rounding adds its 1/12.
        HomodyneConfiguration configuration = HomodyneConfiguration.FromExpected(
            samples, options.ConverterBits, source.QuantumVariance, source.ClassicalVariance + (1.0 / 12)) with
        {
            LagOneCorrelation = options.LagOneCorrelation,
        };
        HomodyneParameters parameters = (refine?.Invoke(configuration) ?? configuration).Build();
        HomodyneCalibration before = Calibrate(source, parameters.Configuration, cancellation);
        source.PowerFraction = 1;
        var codes = new ushort[samples];
        source.Read(codes);
        HomodyneCalibration after = Calibrate(source, parameters.Configuration, cancellation);
        var block = new HomodyneBlock(parameters.Hash, before, codes, after);
        EntropyStatement statement = parameters.Certify(block);
        return new RandomnessRun
        {
            Statement = statement,
            Extracted = ClassExtraction.Extract(statement, options.Seed),
            SampleName = "samples",
            Samples = samples,
            ChoiceBits = 0,
            Figures = Figures(parameters, before, source),
        };
    }

    private static HomodyneCalibration Calibrate(
        SimulatedHomodyneSource source, HomodyneConfiguration configuration, CancellationToken cancellation)
    {
        SampleStatistics At(double power)
        {
            cancellation.ThrowIfCancellationRequested();
            source.PowerFraction = power;
            var codes = new ushort[configuration.CalibrationSamples];
            source.Read(codes);
            return SampleStatistics.From(codes, configuration.ConverterBits);
        }

        return new HomodyneCalibration(At(0), At(configuration.PowerRatio), At(1));
    }

    private static List<RandomnessFigure> Figures(
        HomodyneParameters parameters, HomodyneCalibration calibration, SimulatedHomodyneSource source)
    {
        HomodyneConfiguration configuration = parameters.Configuration;
        CalibrationBounds bounds = calibration.Bounds(configuration.ConverterBits, configuration.PowerRatio,
            parameters.SpectralPeak, configuration.MaximumOffset, configuration.CalibrationError / 4);
        return
        [
            new("quantum variance", calibration.QuantumVariance(configuration.PowerRatio), "LSB^2", source.QuantumVariance),
            new("quantum variance, at least", bounds.QuantumLow, "LSB^2"),
            new("classical variance, at most", bounds.ClassicalHigh, "LSB^2", source.ClassicalVariance),
            new("quantum to classical, at least", bounds.QuantumToClassicalDecibels, "dB",
                10 * Math.Log10(source.QuantumVariance / source.ClassicalVariance)),
            new("guessing probability, at most", parameters.GuessProbability, ""),
        ];
    }
}
