using Qit.Hal.Simulation;

namespace Qit.Agent.Configuration;

/// <summary>
/// What runs when nobody configures anything: two stations of the size an ESP32 can serve (5000 tags and 10 000 trials a
/// second, nanoFramework's interpreter), one kilometre of fibre, rubidium clocks, a heralded Bell test.
/// </summary>
internal static class DefaultBench
{
    public static AgentConfiguration Configuration { get; } = new()
    {
        World = new WorldOptions
        {
            Source = new PairSourceOptions { PairsPerSecond = 14_000 },
            Bell = new BellOptions { TrialsPerSecond = 10_000, EfficiencyA = 0.97, EfficiencyB = 0.97 },
        },
        // What this Bell test reaches by its model is 0.8262; a block takes a quarter of a minute.
        Randomness = new RandomnessConfiguration { TrialsPerBlock = 163_840, ExpectedWinningProbability = 0.826 },
    };
}
