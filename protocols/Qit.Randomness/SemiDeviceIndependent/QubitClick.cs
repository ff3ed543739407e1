namespace Qit.Randomness.SemiDeviceIndependent;

/// <summary>One gate of a two-detector receiver in which something clicked.</summary>
[Flags]
public enum QubitClick : byte
{
    /// <summary>Nothing clicked; such gates are not recorded.</summary>
    None = 0,

    /// <summary>The detector of outcome 0 clicked; in the test basis the one that an honest source always hits.</summary>
    Zero = 1,

    /// <summary>The detector of outcome 1 clicked; in the test basis an error.</summary>
    One = 2,

    /// <summary>The receiver measured in the test basis.</summary>
    TestBasis = 4,
}
