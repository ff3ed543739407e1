using System.Numerics;

namespace Qit.Timing.Acquisition;

/// <summary>Finds the period of a comb of peaks.</summary>
internal static class Comb
{
    /// <summary>Period in picoseconds of the structure in a histogram of differences; null when it is not periodic: when
    /// shifted by no distance it resembles itself.</summary>
    /// <param name="profile">Counts.</param>
    /// <param name="bin">Width of a bin in picoseconds.</param>
    /// <param name="binsInWidth">Width of a peak in bins.</param>
    public static double? Find(ReadOnlySpan<int> profile, double bin, int binsInWidth)
    {
        // The profile fills at most half of the ring: no shift of interest wraps.
        int bins = Math.Max(64, (int)BitOperations.RoundUpToPowerOf2((uint)profile.Length) * 2);
        double mean = 0;
        foreach (int count in profile) mean += count / (double)profile.Length;
        // Cut off, or the one peak that stands out would be all that counts.
        float[] likeness = new float[bins];
        for (int index = 0; index < profile.Length; index++)
            likeness[index] = (float)(Math.Min(profile[index], (8 * mean) + 8) - mean);
        Correlate(likeness);
        int first = Math.Max(2, binsInWidth + 1);
        int last = profile.Length / 2; // two periods at least fit into the window
        float most = 0;
        for (int shift = first; shift < last; shift++) most = Math.Max(most, likeness[shift]);
        if (most < 0.1 * likeness[0]) return null;
        for (int shift = first; shift < last - 1; shift++)
        {
            bool top = likeness[shift] >= likeness[shift - 1] && likeness[shift] >= likeness[shift + 1];
            if (top && likeness[shift] > 0.5 * most) return Refine(profile, bin, shift * bin);
        }

        return null;
    }

    private static void Correlate(float[] real)
    {
        var transform = new SingleFft(real.Length);
        float[] imaginary = new float[real.Length];
        transform.Forward(real, imaginary);
        for (int k = 0; k < real.Length; k++)
        {
            real[k] = ((real[k] * real[k]) + (imaginary[k] * imaginary[k])) / real.Length;
            imaginary[k] = 0;
        }

        transform.Inverse(real, imaginary);
    }

    /// <summary>The period near a first guess at which the phasors of all differences add up to most; ever finer, since a
    /// guess is good only over as many periods as keep its error below a third of one.</summary>
    private static double Refine(ReadOnlySpan<int> counts, double bin, double period)
    {
        double window = counts.Length * bin;
        double range = bin;
        for (double reach = 16 * period; ; reach *= 2)
        {
            double best = period;
            double most = -1;
            for (int trial = -20; trial <= 20; trial++)
            {
                double tried = period + (trial * range / 20);
                double length = Phasor(counts, bin, tried, Math.Min(reach, window));
                if (length <= most) continue;
                most = length;
                best = tried;
            }

            period = best;
            range = period * period / reach;
            if (reach >= window) return period;
        }
    }

    private static double Phasor(ReadOnlySpan<int> counts, double bin, double period, double reach)
    {
        int used = Math.Min(counts.Length, (int)(reach / bin));
        double mean = 0;
        for (int index = 0; index < used; index++) mean += counts[index] / (double)used;
        Complex turn = Complex.FromPolarCoordinates(1, 2 * Math.PI * bin / period);
        Complex phase = Complex.One;
        Complex sum = Complex.Zero;
        for (int index = 0; index < used; index++)
        {
            sum += (counts[index] - mean) * phase;
            phase *= turn;
        }

        return Complex.Abs(sum);
    }
}
