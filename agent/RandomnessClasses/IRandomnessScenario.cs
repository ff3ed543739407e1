namespace Qit.Agent.RandomnessClasses;

/// <summary>A simulated source of one class of randomness, with defaults of its own.</summary>
internal interface IRandomnessScenario
{
    /// <summary>Name, as on the command line.</summary>
    string Name { get; }

    /// <summary>One line for --help: what is measured, what is trusted.</summary>
    string Description { get; }

    /// <summary>From raw data to extracted bits, once.</summary>
    /// <param name="seed">Seed of the world.</param>
    /// <param name="optionsFile">JSON file with the options of the source, of this scenario's own kind; null for the defaults.
    /// </param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <exception cref="BadInputException">The file is no such options; the message names the field.</exception>
    RandomnessRun Run(ulong seed, string? optionsFile, CancellationToken cancellation);
}
