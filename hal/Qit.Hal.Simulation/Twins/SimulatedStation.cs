namespace Qit.Hal.Simulation;

/// <summary>The two stations of a world.</summary>
public enum Station
{
    /// <summary>Station A, the reference of the clock offset.</summary>
    A = 0,

    /// <summary>Station B.</summary>
    B = 1,
}

/// <summary>Everything that one station's device holds in its hands.</summary>
public sealed class SimulatedStation
{
    internal SimulatedStation(
        Station name,
        SimulatedTimeTagger tagger,
        SimulatedEntropySource entropySource,
        SimulatedBasisSelector basisSelector,
        SimulatedTrialRecorder trialRecorder)
    {
        Name = name;
        Tagger = tagger;
        EntropySource = entropySource;
        BasisSelector = basisSelector;
        TrialRecorder = trialRecorder;
    }

    /// <summary>Which station this is.</summary>
    public Station Name { get; }

    /// <summary>The time tagger.</summary>
    public SimulatedTimeTagger Tagger { get; }

    /// <summary>The raw noise source for settings.</summary>
    public SimulatedEntropySource EntropySource { get; }

    /// <summary>The basis selector of the Bell test.</summary>
    public SimulatedBasisSelector BasisSelector { get; }

    /// <summary>The trial recorder of the Bell test.</summary>
    public SimulatedTrialRecorder TrialRecorder { get; }
}
