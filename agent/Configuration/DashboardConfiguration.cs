namespace Qit.Agent.Configuration;

/// <summary>The page, on loopback.</summary>
public sealed record DashboardConfiguration
{
    /// <summary>Port; 0 lets the system choose.</summary>
    public int Port { get; init; } = 8787;
}
