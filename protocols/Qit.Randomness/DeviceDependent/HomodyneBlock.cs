using System.Collections.Immutable;
using Qit.Randomness.Trials;

namespace Qit.Randomness.DeviceDependent;

/// <summary>A block of converted samples between two calibrations, collected under parameters that were fixed before.</summary>
public sealed class HomodyneBlock
{
    /// <summary>Takes what the device delivered.</summary>
    /// <param name="parameterHash">Hash of the parameters that were fixed before the first sample.</param>
    /// <param name="before">Calibration before the block.</param>
    /// <param name="codes">Samples: codes 0 to 2^bits - 1.</param>
    /// <param name="after">Calibration after the block.</param>
    public HomodyneBlock(
        string parameterHash, HomodyneCalibration before, ReadOnlySpan<ushort> codes, HomodyneCalibration after)
    {
        ArgumentException.ThrowIfNullOrEmpty(parameterHash);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ParameterHash = parameterHash;
        Before = before;
        After = after;
        Codes = [.. codes];
    }

    /// <summary>Hash of the parameters that were fixed before the first sample.</summary>
    public string ParameterHash { get; }

    /// <summary>Calibration before the block.</summary>
    public HomodyneCalibration Before { get; }

    /// <summary>Calibration after the block.</summary>
    public HomodyneCalibration After { get; }

    /// <summary>Samples in order.</summary>
    public ImmutableArray<ushort> Codes { get; }

    /// <summary>The samples as one string, most significant bit of each code first.</summary>
    /// <param name="bits">Bits of the converter, 1 to 16.</param>
    public BitString RawString(int bits)
    {
        int length = checked(Codes.Length * bits);
        var words = new ulong[BitString.WordCount(length)];
        int at = 0;
        foreach (ushort code in Codes)
        {
            for (int bit = bits - 1; bit >= 0; bit--, at++) words[at >> 6] |= ((ulong)(code >> bit) & 1) << at;
        }
        return new BitString(words, length);
    }
}
