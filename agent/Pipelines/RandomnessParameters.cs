using Qit.Agent.Configuration;
using Qit.Randomness.Certification;
using Qit.Randomness.Extraction;

namespace Qit.Agent.Pipelines;

/// <summary>Turns the configuration into the parameters of certification, before any trial exists.</summary>
internal static class RandomnessParameters
{
    public const string SpaceLike = "spacelike";
    public const string Shielded = "shielded";

    /// <exception cref="BadInputException">A value is out of range, or the stations are too close for their timing.</exception>
    public static EntropyAccumulationParameters Build(RandomnessConfiguration configuration)
    {
        try
        {
            EntropyAccumulationParameters parameters = (EntropyAccumulationConfiguration.FromExpected(
                configuration.TrialsPerBlock,
                configuration.ExpectedWinningProbability,
                configuration.CompletenessError) with
            {
                SmoothingError = configuration.SmoothingError,
                EventError = configuration.AccumulationError,
                Conditions = new RunConditions
                {
                    Geometry = Geometry(configuration),
                    AssumeShielded = configuration.Isolation == Shielded,
                },
            }).Build();
            CheckIsolation(configuration, parameters);
            // Refuses a smoothing error above the accumulation error, for which the sum would be no bound.
            _ = new SecurityBudget(
                configuration.SmoothingError, configuration.AccumulationError, configuration.ExtractorError);
            if (LeftoverHash.OutputBits(parameters.CertifiedBits, configuration.ExtractorError) <= 0)
            {
                throw new BadInputException(
                    $"randomness: {configuration.TrialsPerBlock} trials at an expected winning probability of "
                    + $"{configuration.ExpectedWinningProbability} can never certify a bit at these errors; right would be "
                    + "more trialsPerBlock");
            }
            return parameters;
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"randomness: {fault.Message}", fault);
        }
    }

    private static TrialGeometry Geometry(RandomnessConfiguration configuration) => new()
    {
        StationSeparationMetres = configuration.StationSeparationMetres,
        StationA = new StationTiming(0, configuration.SettingToOutcomeNanoseconds),
        StationB = new StationTiming(0, configuration.SettingToOutcomeNanoseconds),
        TimingUncertaintyNanoseconds = configuration.TrialSkewNanoseconds,
    };

    private static void CheckIsolation(RandomnessConfiguration configuration, EntropyAccumulationParameters parameters)
    {
        if (configuration.Isolation is not (SpaceLike or Shielded))
        {
            throw new BadInputException(
                $"randomness.isolation: '{configuration.Isolation}' is not known; right would be \"{SpaceLike}\" or \"{Shielded}\"");
        }
        if (configuration.Isolation == SpaceLike && !parameters.IsSpaceLike)
        {
            double missing = -parameters.Conditions.Geometry!.MarginNanoseconds;
            throw new BadInputException(
                $"randomness.stationSeparationMetres: light crosses {configuration.StationSeparationMetres} m before a trial "
                + $"is over ({missing:0} ns too soon); right would be at least "
                + $"{configuration.StationSeparationMetres + missing * TrialGeometry.LightMetresPerNanosecond:0} m, a shorter "
                + $"trial, or isolation \"{Shielded}\"");
        }
    }
}
