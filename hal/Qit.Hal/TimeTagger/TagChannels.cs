namespace Qit.Hal.TimeTagger;

/// <summary>Channel numbers with a meaning of their own.</summary>
public static class TagChannels
{
    /// <summary>Not a click: the record only says that the counter passed here.</summary>
    public const byte Rollover = 0;
}
