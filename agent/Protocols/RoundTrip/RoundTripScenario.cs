using Qit.Agent.Configuration;
using Qit.Agent.Protocols.Simulation;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>The round trip in a simulated world.</summary>
internal sealed class RoundTripScenario : IProtocolScenario
{
    private const double LargestOffsetPicoseconds = 2e7;
    private (TwoPhotonOptions Photons, TwoPhotonInterference Dip)? computed;

    /// <inheritdoc/>
    public string Name => "round-trip";

    /// <inheritdoc/>
    public string Description => "both photons go A to B and back through delay ramps; the two-photon dip gives tau = t0_a - t0_b";

    /// <inheritdoc/>
    public double MostSeconds => 3600;

    /// <inheritdoc/>
    public ProtocolBench Create(ulong seed, string? optionsFile)
    {
        RoundTripOptions options = optionsFile is null
            ? new RoundTripOptions
            {
                ClockOffsetPicoseconds = LargestOffsetPicoseconds * ScenarioDraw.Signed(seed, "offset"),
                ZeroMetres = 1e-5 * ScenarioDraw.Signed(seed, "zero"),
            }
            : ConfigurationFile.ReadJson<RoundTripOptions>(optionsFile);
        try
        {
            RoundTripOptionsCheck.Check(options);
            // The joint spectrum is integrated once for all seeds.
            if (computed?.Photons != options.Photons)
                computed = (options.Photons, new TwoPhotonInterference(options.Photons));
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"{optionsFile ?? "defaults"}: {fault.Message}", fault);
        }
        TwoPhotonInterference dip = computed.Value.Dip;
        var measurement = new RoundTripMeasurement
        {
            WidthMetres = dip.WidthMetres,
            FromMetres = -20 * dip.WidthMetres,
            ToMetres = 20 * dip.WidthMetres,
            CoincidenceWindowPicoseconds = options.CoincidenceWindowPicoseconds,
        };
        return new RoundTripBench(options with { Seed = seed }, measurement, dip);
    }
}
