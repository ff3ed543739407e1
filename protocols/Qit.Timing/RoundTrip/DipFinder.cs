namespace Qit.Timing.RoundTrip;

/// <summary>Looks for a dip of known width anywhere in a range: at each place the score test of visibility zero, which is
/// the matched filter of the counts.</summary>
internal static class DipFinder
{
    /// <summary>Significance of a dip at a place, in sigma, negative for a bump; and its visibility to first order.</summary>
    public static (double Sigma, double Visibility) At(
        double centreMetres, double widthMetres, IReadOnlyList<DipSample> samples, double background)
    {
        double counts = 0, exposure = 0;
        for (int index = 0; index < samples.Count; index++)
        {
            counts += samples[index].Coincidences;
            exposure += samples[index].Exposure;
        }

        double rate = counts / exposure;
        if (!(rate > 0)) return (0, 0);
        double missing = 0, expected = 0, squares = 0;
        for (int index = 0; index < samples.Count; index++)
        {
            DipSample sample = samples[index];
            double z = (sample.PositionMetres - centreMetres) / widthMetres;
            double overlap = Math.Exp(-0.5 * z * z);
            double mean = rate * sample.Exposure;
            missing += overlap * (mean - sample.Coincidences);
            expected += overlap * mean;
            squares += overlap * overlap * mean;
        }

        double variance = squares - (expected * expected / counts);
        if (!(variance > 1e-9 * squares)) return (0, 0);
        double plateauPart = Math.Max(rate - background, 1e-3 * rate) / rate;
        return (missing / Math.Sqrt(variance), missing / (variance * plateauPart));
    }

    /// <summary>Significance at places a quarter width apart, from the lowest to the highest of a range; 0 without samples.
    /// </summary>
    public static double[] Profile(
        double fromMetres, double toMetres, double widthMetres, IReadOnlyList<DipSample> samples, double background)
    {
        double[] profile = new double[1 + Math.Max(1, (int)Math.Ceiling((toMetres - fromMetres) / (0.25 * widthMetres)))];
        if (samples.Count == 0) return profile;
        for (int step = 0; step < profile.Length; step++)
        {
            double centre = fromMetres + ((toMetres - fromMetres) * step / (profile.Length - 1));
            profile[step] = At(centre, widthMetres, samples, background).Sigma;
        }

        return profile;
    }

    /// <summary>The most significant place in a range.</summary>
    public static (double CentreMetres, double Sigma, double Visibility) Search(
        double fromMetres, double toMetres, double widthMetres, IReadOnlyList<DipSample> samples, double background)
    {
        double[] profile = Profile(fromMetres, toMetres, widthMetres, samples, background);
        int best = 0;
        for (int step = 1; step < profile.Length; step++)
        {
            if (profile[step] > profile[best]) best = step;
        }

        double centre = fromMetres + ((toMetres - fromMetres) * best / (profile.Length - 1));
        (double sigma, double visibility) = At(centre, widthMetres, samples, background);
        return (centre, sigma, visibility);
    }
}
