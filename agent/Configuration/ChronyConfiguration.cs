namespace Qit.Agent.Configuration;

/// <summary>Feeding the chronyd of this host through a SOCK reference clock, see docs/time-service.md.</summary>
public sealed record ChronyConfiguration
{
    /// <summary>True to feed it.</summary>
    public bool Enabled { get; init; }

    /// <summary>Socket that chronyd makes: the path of its refclock SOCK line.</summary>
    public string Socket { get; init; } = "/run/chrony/qit.sock";

    /// <summary>The station whose tagger runs by this host's clock; the other one's clock is the truth. Null: the second.
    /// </summary>
    public string? Station { get; init; }

    /// <summary>A sample of a larger standard uncertainty is not sent, ps; 1 to 1e12.</summary>
    public double MaximumUncertaintyPicoseconds { get; init; } = 1e5;

    /// <summary>Predictions without photons are sent for this long, seconds; 0 to 1e6. 0: none is. A prediction does not know
    /// what chronyd does to the clock meanwhile.</summary>
    public double MaximumHoldoverSeconds { get; init; }

    /// <summary>A sample that is farther off what the one before predicts is a jump, ps; 1 to 1e15. Six standard
    /// uncertainties are allowed on top.</summary>
    public double MaximumJumpPicoseconds { get; init; } = 1e6;

    /// <summary>A jump is believed when all samples for this long agree with it, seconds; 1 to 1e6.</summary>
    public double JumpHoldSeconds { get; init; } = 60;

    /// <summary>True to feed offsets of simulated devices, which tell nothing about any clock: for trials with chronyd -x
    /// only.</summary>
    public bool AcceptSimulated { get; init; }
}
