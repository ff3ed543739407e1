namespace Qit.Randomness.DeviceDependent;

/// <summary>
/// One calibration: the same vacuum at three powers of the local oscillator. Shot noise grows in proportion to the power, the
/// local oscillator's own classical noise with its square, electronic noise not at all: V(x) = b + a x + c x^2, x the power
/// over full power. So a = (V(r) - (1 - r^2) V(0) - r^2 V(1)) / (r - r^2) is the quantum variance at full power, whatever b
/// and c are.
/// </summary>
/// <param name="Dark">Local oscillator off.</param>
/// <param name="Reduced">Local oscillator at the reduced power.</param>
/// <param name="Full">Local oscillator at full power.</param>
public sealed record HomodyneCalibration(SampleStatistics Dark, SampleStatistics Reduced, SampleStatistics Full)
{
    /// <summary>The quantum variance as measured, LSB squared, without any margin.</summary>
    /// <param name="powerRatio">r, in (0, 1).</param>
    public double QuantumVariance(double powerRatio) =>
        Quantum(Dark.Variance, Reduced.Variance, Full.Variance, powerRatio);

    /// <summary>Quantum over classical variance as measured, in dB (QCNR), without any margin.</summary>
    /// <param name="powerRatio">r, in (0, 1).</param>
    public double QuantumToClassicalDecibels(double powerRatio)
    {
        double quantum = QuantumVariance(powerRatio);
        // Rounding counts as classical noise: it is in every variance.
        double classical = Full.Variance - quantum;
        return quantum <= 0 ? double.NegativeInfinity
            : classical <= 0 ? double.PositiveInfinity
            : 10 * Math.Log10(quantum / classical);
    }

    /// <summary>Bounds that hold together except with probability err.</summary>
    /// <param name="bits">Bits of the converter.</param>
    /// <param name="powerRatio">r, in (0, 1).</param>
    /// <param name="spectralPeak">Peak of the noise spectrum over its mean, at least 1.</param>
    /// <param name="offsetBound">Largest offset, LSB.</param>
    /// <param name="error">err, in (0, 1), split evenly over the bounds.</param>
    public CalibrationBounds Bounds(
        int bits, double powerRatio, double spectralPeak, double offsetBound, double error)
    {
        double each = error / 4;
        double dark = VarianceBounds.High(Dark, bits, spectralPeak, each, offsetBound);
        double darkLow = VarianceBounds.Low(Dark, bits, spectralPeak, each);
        double reduced = VarianceBounds.Low(Reduced, bits, spectralPeak, each);
        double full = VarianceBounds.High(Full, bits, spectralPeak, each, offsetBound);
        double quantum = double.IsFinite(dark) && double.IsFinite(full) ? Quantum(dark, reduced, full, powerRatio) : 0;
        quantum = Math.Max(0, quantum);
        return new CalibrationBounds(quantum, full - quantum, full, darkLow);
    }

    private static double Quantum(double dark, double reduced, double full, double r) =>
        (reduced - ((1 - (r * r)) * dark) - (r * r * full)) / (r - (r * r));
}
