namespace Qit.Protocols.OneWay;

/// <summary>What a <see cref="PathMachine"/> is at.</summary>
public static class PathStage
{
    /// <summary>Stopped; tags are not its business.</summary>
    public const byte Idle = 0;

    /// <summary>Nothing is planned.</summary>
    public const byte Waiting = 1;

    /// <summary>The switches have to go to the configuration.</summary>
    public const byte Selecting = 2;

    /// <summary>Light of the last configuration may still be on its way.</summary>
    public const byte Settling = 3;

    /// <summary>The tagger has to be read until it is empty: what is in it is older than the dwell.</summary>
    public const byte Draining = 4;

    /// <summary>Tags belong to the configuration.</summary>
    public const byte Dwelling = 5;

    /// <summary>The tagger has to be read until it is empty: what is in it is still of the dwell.</summary>
    public const byte Closing = 6;

    /// <summary>The tags, and then the dwell's own block, wait for the link.</summary>
    public const byte Marking = 7;
}
