using System.Runtime.InteropServices;
using Qit.Hal.Simulation;
using Qit.Randomness.SemiDeviceIndependent;
using Qit.Randomness.Statements;
using Qit.Randomness.Trials;

namespace Qit.Agent.RandomnessClasses;

/// <summary>Weak pulses from anywhere, a trusted receiver with two bases.</summary>
internal sealed class SourceIndependentScenario : IRandomnessScenario
{
    private const long BlockGates = 1 << 21;

    /// <inheritdoc/>
    public string Name => "source-independent";

    /// <inheritdoc/>
    public string Description => "random bits from an untrusted source; trusts the measurement";

    /// <inheritdoc/>
    public RandomnessRun Run(ulong seed, string? optionsFile, CancellationToken cancellation) =>
        ScenarioOptions.Use<QubitSourceOptions, RandomnessRun>(
            optionsFile, options => Run(options with { Seed = seed }, BlockGates, cancellation));

    /// <summary>Runs a source.</summary>
    /// <param name="options">The source, with its adversary.</param>
    /// <param name="gates">Gates of the block.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    internal static RandomnessRun Run(QubitSourceOptions options, long gates, CancellationToken cancellation)
    {
        var receiver = new SimulatedQubitReceiver(options);
        SourceIndependentParameters parameters = new SourceIndependentConfiguration
        {
            Gates = gates,
            TestProbability = 1 / 256.0,
            // An aligned receiver stays well below; nothing here looks at the source.
            MaximumErrorFraction = 0.025,
            DarkCountProbability = options.DarkCountProbability,
        }.Build();
        const long Step = 1 << 18;
        var clicks = new List<QubitClick>();
        for (long done = 0; done < gates; done += Step)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (byte click in receiver.Run(Math.Min(Step, gates - done), parameters.Configuration.TestProbability))
                clicks.Add((QubitClick)click);
        }
        ReadOnlySpan<QubitClick> all = CollectionsMarshal.AsSpan(clicks);
        BitString assignments = ClassExtraction.SimulatedBits(
            options.Seed, "doubleClicks", QubitBlock.CountDoubleClicks(all));
        var block = new QubitBlock(parameters.Hash, gates, all, assignments);
        EntropyStatement statement = parameters.Certify(block);
        return new RandomnessRun
        {
            Statement = statement,
            Extracted = ClassExtraction.Extract(statement, options.Seed),
            SampleName = "gates",
            Samples = gates,
            ChoiceBits = parameters.BasisBits + block.DoubleClicks,
            Figures =
            [
                new("key clicks", block.Raw.Length, ""),
                new("known to the sender", receiver.KnownKeyClicks, "", receiver.KnownKeyClicks),
                new("double clicks", block.DoubleClicks, ""),
                new("test clicks", block.TestRounds, ""),
                new("test errors", block.TestRounds == 0 ? 0 : block.TestErrors / (double)block.TestRounds, ""),
                new("dark gates, at most", parameters.MaximumDarkGates, ""),
            ],
        };
    }
}
