using Qit.Core.Numerics;

namespace Qit.Protocols.RoundTrip;

/// <summary>
/// How far the centre of the dip lies from where it was thought, from the rates on both flanks and on the plateau. For a
/// Gaussian dip of rms width w and flanks at a distance d on both sides, (P - R) / (P - L) = exp(2 d x / w^2) for a centre
/// displaced by x, so x = w^2 / (2 d) ln((P - R) / (P - L)): exact for every displacement and whatever the visibility.
/// </summary>
public static class DipDiscriminator
{
    /// <summary>Fraction bits of a displacement.</summary>
    public const int FractionBits = 8;

    // ln 2 times 2^32.
    private const long NaturalLogOfTwo = 2977044472L;

    /// <summary>The factor w^2 / (2 d) ln 2, times 2^16.</summary>
    /// <param name="widthSteps">w, 2 to 32767.</param>
    /// <param name="flankSteps">d, half to one and a half widths.</param>
    public static long Gain(int widthSteps, int flankSteps)
    {
        long square = (long)widthSteps * widthSteps;
        return (square * NaturalLogOfTwo / (2L * flankSteps) + 0x8000L) >> 16;
    }

    /// <summary>The displacement in 1/256 step, positive towards the right flank. Against the exact formula the error is at
    /// most 2 units (1/128 step) for every width, flank and rate.</summary>
    /// <param name="plateau">Rate on the plateau; the three rates in any one unit, 0 to 2^62.</param>
    /// <param name="left">Rate on the left flank.</param>
    /// <param name="right">Rate on the right flank.</param>
    /// <param name="gain">See <see cref="Gain"/>.</param>
    /// <param name="displacement">The displacement, when there is one.</param>
    /// <returns>False when a flank is not below the plateau: there is no dip here, or too few counts to see it.</returns>
    public static bool TryDisplacement(long plateau, long left, long right, long gain, out long displacement)
    {
        displacement = 0;
        if (left >= plateau || right >= plateau)
            return false;
        long difference = -FixedLog2.Of(plateau - left) + FixedLog2.Of(plateau - right);
        // 24 bits of the logarithm and 16 of the gain, less the 8 of the result.
        displacement = (difference * gain + (1L << 31)) >> 32;
        return true;
    }
}
