namespace Qit.Protocols.OneWay;

/// <summary>Who chooses the configurations.</summary>
public static class PathMode
{
    /// <summary>The gateway's plan.</summary>
    public const byte Plan = 0;

    /// <summary>The device: all lengths, each direct and swapped, and back the same way, again and again. In such a palindrome
    /// a clock's steady drift shifts every configuration alike.</summary>
    public const byte Alone = 1;
}
