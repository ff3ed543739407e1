namespace Qit.Firmware;

/// <summary>What the firmware calls itself.</summary>
public static class FirmwareVersion
{
    /// <summary>Version, semantic versioning.</summary>
    public const string Text = "0.1.0";
}
