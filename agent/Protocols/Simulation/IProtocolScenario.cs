namespace Qit.Agent.Protocols.Simulation;

/// <summary>A kind of simulated world for a protocol, with defaults of its own.</summary>
internal interface IProtocolScenario
{
    /// <summary>Name of the protocol, as on the command line.</summary>
    string Name { get; }

    /// <summary>One line for --help: what is measured, how.</summary>
    string Description { get; }

    /// <summary>A world.</summary>
    /// <param name="seed">Its seed; offsets and other truths are drawn from it, so that many seeds are many cases.</param>
    /// <param name="optionsFile">JSON file with the options of the world, of this scenario's own kind; null for the defaults.
    /// </param>
    /// <exception cref="BadInputException">The file is no such options; the message names the field.</exception>
    ProtocolBench Create(ulong seed, string? optionsFile);

    /// <summary>Simulated seconds in which an answer has to come.</summary>
    double MostSeconds { get; }
}
