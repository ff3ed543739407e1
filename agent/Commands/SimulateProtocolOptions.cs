using System.CommandLine;
using Qit.Agent.Configuration;
using Qit.Agent.Plots;
using Qit.Agent.Protocols.Simulation;
using Qit.Agent.RandomnessClasses;

namespace Qit.Agent.Commands;

/// <summary>What `qit simulate --protocol` was asked for.</summary>
/// <param name="Scenario">The protocol.</param>
/// <param name="Seeds">Worlds to run.</param>
/// <param name="IsJson">Whether one JSON object is printed.</param>
/// <param name="Plot">Where a picture of one world's measurement goes, or null.</param>
internal sealed record SimulateProtocolRequest(IProtocolScenario Scenario, int Seeds, bool IsJson, PictureFile? Plot);

/// <summary>The options of `qit simulate` that belong to protocols.</summary>
internal sealed class SimulateProtocolOptions
{
    private const int MostSeeds = 1_000_000;

    private readonly IReadOnlyList<IProtocolScenario> scenarios = ProtocolScenarios.Create();
    private readonly IReadOnlyList<IRandomnessScenario> randomness = RandomnessScenarios.Create();
    private readonly Option<string?> protocol;

    private readonly Option<int?> seeds = new("--seeds")
    {
        Description = $"With --protocol: run so many worlds, 1 to {MostSeeds}, and print bias, spread and coverage",
        HelpName = "N",
    };

    private readonly Option<string?> plot = new("--plot")
    {
        Description = "With --protocol: draw what was counted and the fit, as .svg or .png",
        HelpName = "FILE",
    };

    private readonly Option<bool> json = new("--json") { Description = "With --protocol: print one JSON object" };

    public SimulateProtocolOptions() => protocol = new Option<string?>("--protocol")
    {
        Description = "Run a protocol instead: "
            + string.Join("; ", scenarios.Select(scenario => $"{scenario.Name} ({scenario.Description})").Concat(
                randomness.Select(scenario => $"{scenario.Name} ({scenario.Description})"))),
        HelpName = "NAME",
    };

    /// <summary>Adds them to the command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(protocol);
        command.Options.Add(seeds);
        command.Options.Add(plot);
        command.Options.Add(json);
    }

    /// <summary>The class of randomness that is asked for; null when it is something else.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="writesFiles">Whether a prefix is given.</param>
    /// <param name="filesOption">An option that only files have, if one is given.</param>
    /// <exception cref="BadInputException">It is mixed with what it does not have.</exception>
    public SimulateRandomnessRequest? RequestedRandomness(ParseResult arguments, bool writesFiles, object? filesOption)
    {
        if (randomness.FirstOrDefault(one => one.Name == arguments.GetValue(protocol)) is not { } scenario)
            return null;
        RefuseFiles(writesFiles, filesOption);
        if (arguments.GetValue(seeds) is not null || arguments.GetValue(plot) is not null)
        {
            throw new BadInputException(
                $"--seeds and --plot do not go with {scenario.Name}; right would be --seed, --world and --json");
        }
        return new SimulateRandomnessRequest(scenario, arguments.GetValue(json));
    }

    /// <summary>The request; null when files of tags are wanted.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="writesFiles">Whether a prefix is given.</param>
    /// <param name="filesOption">An option that only files have, if one is given.</param>
    /// <exception cref="BadInputException">Both, neither, or an unknown protocol.</exception>
    public SimulateProtocolRequest? Requested(ParseResult arguments, bool writesFiles, object? filesOption)
    {
        string known = string.Join(", ", scenarios.Select(scenario => scenario.Name).Concat(randomness.Select(one => one.Name)));
        if (arguments.GetValue(protocol) is not string name)
        {
            if (!writesFiles)
                throw new BadInputException($"PREFIX is missing; right would be a name for files, or --protocol {known}. See --help.");
            if (arguments.GetValue(seeds) is not null || arguments.GetValue(json) || arguments.GetValue(plot) is not null)
                throw new BadInputException("--seeds, --plot and --json go with --protocol; files of tags have none. See --help.");
            return null;
        }
        RefuseFiles(writesFiles, filesOption);
        int worlds = arguments.GetValue(seeds) ?? 1;
        if (worlds is < 1 or > MostSeeds)
            throw new BadInputException($"--seeds is {worlds}; right would be 1 to {MostSeeds}");
        IProtocolScenario scenario = scenarios.FirstOrDefault(one => one.Name == name)
            ?? throw new BadInputException($"--protocol is '{BadValue.Show(name)}'; right would be one of {known}");
        PictureFile? picture = PictureFile.Parse("--plot", arguments.GetValue(plot));
        if (picture is not null && worlds > 1)
            throw new BadInputException($"--plot draws one world, and --seeds is {worlds}; right would be one of them");
        return new SimulateProtocolRequest(scenario, worlds, arguments.GetValue(json), picture);
    }
    private static void RefuseFiles(bool writesFiles, object? filesOption)
    {
        if (writesFiles || filesOption is not null)
        {
            throw new BadInputException(
                "--protocol writes no files: right would be without PREFIX, --seconds and --format. See --help.");
        }
    }
}
