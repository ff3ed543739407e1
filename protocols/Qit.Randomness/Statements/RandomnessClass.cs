namespace Qit.Randomness.Statements;

/// <summary>How much of the hardware a statement about randomness has to trust.</summary>
public enum RandomnessClass
{
    /// <summary>Nothing about source and measurement: a Bell test judges both.</summary>
    DeviceIndependent,

    /// <summary>A part: here the measurement, and nothing about the source.</summary>
    SemiDeviceIndependent,

    /// <summary>Source and measurement: both follow a noise model that was calibrated.</summary>
    DeviceDependent,
}
