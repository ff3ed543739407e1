using Qit.Randomness.Statements;
using Qit.Randomness.Statistics;

namespace Qit.Randomness.DeviceDependent;

/// <summary>
/// Looks for reasons against a block. Both calibrations have to confirm the thresholds; the samples themselves may not
/// contradict them. The second part can only refuse: agreement of the samples proves nothing.
/// </summary>
internal sealed class HomodyneCheck(HomodyneParameters parameters, RefusalList refusals)
{
    private const int Lags = 16;

    private readonly HomodyneConfiguration configuration = parameters.Configuration;

    /// <summary>Runs every check.</summary>
    public void Judge(HomodyneBlock block)
    {
        CalibrationBounds before = Judge(block.Before, "before");
        CalibrationBounds after = Judge(block.After, "after");
        ReadOnlySpan<ushort> codes = block.Codes.AsSpan();
        if (codes.Length != configuration.Samples)
        {
            refusals.Add(EntropyRefusalKind.WrongSampleCount,
                $"The block has {codes.Length} samples; the parameters fix {configuration.Samples}.");
            return;
        }
        if (IsBeyondConverter(codes)) return;
        JudgeCodes(codes);
        JudgeSegments(codes, Math.Min(before.DarkLow, after.DarkLow));
        JudgeCorrelation(codes);
        JudgeHealth(codes);
    }

    private CalibrationBounds Judge(HomodyneCalibration calibration, string when)
    {
        long count = Math.Min(calibration.Dark.Count, Math.Min(calibration.Reduced.Count, calibration.Full.Count));
        refusals.AddIf(count < configuration.CalibrationSamples, EntropyRefusalKind.WrongSampleCount,
            $"The calibration {when} the block has {count} samples at one power; {configuration.CalibrationSamples} are needed.");
        // A quarter of the error for the means of each calibration, a quarter for its variances.
        double error = configuration.CalibrationError / 4;
        double offset = Math.Max(Math.Abs(calibration.Dark.Mean),
            Math.Max(Math.Abs(calibration.Reduced.Mean), Math.Abs(calibration.Full.Mean)));
        double room = Math.Sqrt(2 * parameters.SpectralPeak * configuration.MaximumTotalVariance * Math.Log(6 / error) / count);
        refusals.AddIf(offset + room > configuration.MaximumOffset, EntropyRefusalKind.OffsetOutOfRange,
            $"The mean is off by {offset:G4} +- {room:G2} LSB in the calibration {when} the block; at most "
            + $"{configuration.MaximumOffset} is allowed.");
        CalibrationBounds bounds = calibration.Bounds(configuration.ConverterBits, configuration.PowerRatio,
            parameters.SpectralPeak, configuration.MaximumOffset, error);
        refusals.AddIf(bounds.QuantumLow < configuration.MinimumQuantumVariance, EntropyRefusalKind.QuantumNoiseTooLow,
            $"The calibration {when} the block confirms a quantum variance of {bounds.QuantumLow:G5} LSB^2 (quantum to classical "
            + $"{bounds.QuantumToClassicalDecibels:0.0} dB); {configuration.MinimumQuantumVariance:G5} is needed.");
        refusals.AddIf(bounds.ClassicalHigh > configuration.MaximumClassicalVariance, EntropyRefusalKind.ClassicalNoiseTooHigh,
            $"The calibration {when} the block leaves room for a classical variance of {bounds.ClassicalHigh:G5} LSB^2; "
            + $"at most {configuration.MaximumClassicalVariance:G5} is allowed.");
        refusals.AddIf(bounds.TotalHigh > configuration.MaximumTotalVariance, EntropyRefusalKind.TotalNoiseTooHigh,
            $"The calibration {when} the block leaves room for a variance of {bounds.TotalHigh:G5} LSB^2; "
            + $"at most {configuration.MaximumTotalVariance:G5} is allowed.");
        return bounds;
    }

    private bool IsBeyondConverter(ReadOnlySpan<ushort> codes)
    {
        foreach (ushort code in codes)
        {
            if (code >> configuration.ConverterBits == 0) continue;
            refusals.Add(EntropyRefusalKind.ImplausibleCode, $"Code {code} does not fit {configuration.ConverterBits} bits.");
            return true;
        }
        return false;
    }

    // No code may occur more often than it could be guessed.
    private void JudgeCodes(ReadOnlySpan<ushort> codes)
    {
        var counts = new int[1 << configuration.ConverterBits];
        foreach (ushort code in codes) counts[code]++;
        long most = BinomialTail.CriticalValue(codes.Length, parameters.GuessProbability,
            Math.Log(configuration.PlausibilityFalseAlarm / counts.Length));
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] <= most) continue;
            bool isEdge = code == 0 || code == counts.Length - 1;
            refusals.Add(isEdge ? EntropyRefusalKind.Saturated : EntropyRefusalKind.ImplausibleCode,
                $"Code {code} occurs {counts[code]} times; a guessing probability of {parameters.GuessProbability:G4} explains {most}.");
            return;
        }
    }

    private void JudgeSegments(ReadOnlySpan<ushort> codes, double darkLow)
    {
        double error = configuration.PlausibilityFalseAlarm / configuration.Segments;
        int length = codes.Length / configuration.Segments;
        double needed = configuration.MinimumQuantumVariance + darkLow;
        for (int i = 0; i < configuration.Segments; i++)
        {
            SampleStatistics part = SampleStatistics.From(codes.Slice(i * length, length), configuration.ConverterBits);
            double high = VarianceBounds.High(
                part, configuration.ConverterBits, parameters.SpectralPeak, error, configuration.MaximumOffset);
            double low = VarianceBounds.Low(part, configuration.ConverterBits, parameters.SpectralPeak, error);
            double meanRoom = Math.Sqrt(2 * parameters.SpectralPeak * configuration.MaximumTotalVariance
                * Math.Log(2 / error) / length);
            if (high < needed)
            {
                refusals.Add(EntropyRefusalKind.NoiseDrift,
                    $"Part {i + 1} of {configuration.Segments} has a variance of {part.Variance:G5} LSB^2; {needed:G5} is needed. "
                    + $"The local oscillator is off or weaker than calibrated.");
                return;
            }
            if (low > configuration.MaximumTotalVariance)
            {
                refusals.Add(EntropyRefusalKind.TotalNoiseTooHigh,
                    $"Part {i + 1} of {configuration.Segments} has a variance of {part.Variance:G5} LSB^2; "
                    + $"at most {configuration.MaximumTotalVariance:G5} is allowed.");
                return;
            }
            if (Math.Abs(part.Mean) > configuration.MaximumOffset + meanRoom)
            {
                refusals.Add(EntropyRefusalKind.OffsetOutOfRange,
                    $"Part {i + 1} of {configuration.Segments} has a mean of {part.Mean:G4} LSB; at most "
                    + $"{configuration.MaximumOffset} is allowed.");
                return;
            }
        }
    }

    // An autocorrelation of n white samples scatters by 1/sqrt n, of coloured ones by at most sqrt(g/n).
    private void JudgeCorrelation(ReadOnlySpan<ushort> codes)
    {
        SampleStatistics all = SampleStatistics.From(codes, configuration.ConverterBits);
        double room = Math.Sqrt(2 * parameters.SpectralPeak * Math.Log(2 * Lags / configuration.PlausibilityFalseAlarm) / codes.Length);
        for (int lag = 1; lag <= Lags; lag++)
        {
            double measured = all.Autocorrelation(codes, configuration.ConverterBits, lag);
            double allowed = Math.Pow(configuration.LagOneCorrelation, lag) + room;
            if (Math.Abs(measured) <= allowed) continue;
            refusals.Add(EntropyRefusalKind.Correlated,
                $"The autocorrelation at lag {lag} is {measured:+0.000;-0.000}; the detector's response explains {allowed:0.000}.");
            return;
        }
    }

    // The low eight bits of a code lose no more entropy than there are bits above them.
    private void JudgeHealth(ReadOnlySpan<ushort> codes)
    {
        double entropy = parameters.BitsPerSample - Math.Max(0, configuration.ConverterBits - 8);
        if (entropy <= 0) return;
        var bytes = new byte[codes.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)codes[i];
        new RawHealth(bytes, entropy, configuration.HealthFalseAlarmExponent).Judge(refusals);
    }
}
