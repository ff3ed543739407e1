namespace Qit.Hal.Simulation;

/// <summary>A source of Bell trials by its physics.</summary>
public interface IBellSource
{
    /// <summary>Short name: event-ready or photonic.</summary>
    string Name { get; }

    /// <summary>Trials per second.</summary>
    double TrialsPerSecond { get; }

    /// <summary>What it gives.</summary>
    /// <exception cref="ArgumentException">An option is outside the range it states.</exception>
    BellProbabilities Probabilities();
}

/// <summary>The sources by name, with their default options.</summary>
public static class BellSources
{
    /// <summary>Names that <see cref="Find"/> knows, for messages.</summary>
    public const string Accepted = "event-ready or photonic";

    /// <summary>The source of that name, or null.</summary>
    public static IBellSource? Find(string name) => name switch
    {
        "event-ready" => new EventReadySource(),
        "photonic" => new PhotonicSource(),
        _ => null,
    };
}
