using Qit.Agent.Configuration;
using Qit.Agent.Protocols.Simulation;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.Purification;

/// <summary>Purification in a simulated world.</summary>
internal sealed class PurificationScenario : IProtocolScenario
{
    /// <inheritdoc/>
    public string Name => "purification";

    /// <inheritdoc/>
    public string Description => "two quantum memories purify pairs by BBPSSW and by DEJMPS; the records of both say whether it pays";

    /// <inheritdoc/>
    public double MostSeconds => 600;

    /// <inheritdoc/>
    public ProtocolBench Create(ulong seed, string? optionsFile)
    {
        PurificationOptions options = optionsFile is null
            ? new PurificationOptions { Fidelity = 0.9 + (0.05 * ScenarioDraw.Signed(seed, "fidelity")) }
            : ConfigurationFile.ReadJson<PurificationOptions>(optionsFile);
        try
        {
            PurificationOptionsCheck.Check(options);
        }
        catch (WorldOptionException fault)
        {
            throw new BadInputException($"{optionsFile ?? "defaults"}: {fault.Message}", fault);
        }
        return new PurificationBench(options with { Seed = seed }, new PurificationMeasurement());
    }
}
