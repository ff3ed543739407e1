namespace Qit.Randomness.DeviceDependent;

/// <summary>What a calibration says for certain, LSB squared.</summary>
/// <param name="QuantumLow">The quantum variance at full power is at least this.</param>
/// <param name="ClassicalHigh">All classical variance at full power is at most this.</param>
/// <param name="TotalHigh">The variance at full power is at most this; infinite when the range does not fit.</param>
/// <param name="DarkLow">The electronic variance is at least this.</param>
public sealed record CalibrationBounds(double QuantumLow, double ClassicalHigh, double TotalHigh, double DarkLow)
{
    /// <summary>Quantum over classical variance in the worst case, dB.</summary>
    public double QuantumToClassicalDecibels => QuantumLow <= 0 ? double.NegativeInfinity
        : 10 * Math.Log10(QuantumLow / Math.Max(ClassicalHigh, double.Epsilon));
}
