namespace Qit.Timing.Estimation;

/// <summary>Fits shapes to bins and lets the likelihood choose.</summary>
internal sealed class ShapeChoice(ResidualBins bins, PeakShape shape, double[] floorForm)
{
    /// <summary>Gain in log-likelihood that two more parameters must bring. An unneeded symmetric tail does no harm to the
    /// offset, a missing one costs precision: so it is taken early, at Akaike's criterion and a little more.</summary>
    private const double GainOfTails = 3;

    /// <summary>Fits from a Gaussian guess in the bins' middle. Null when nothing can be fitted.</summary>
    public PeakFit? Fit(PeakFamily family, double sigma, double signal)
    {
        var plain = new PeakFit(bins, shape, floorForm, PeakFamily.Gaussian);
        plain.StartFrom(0, sigma, signal);
        return plain.TryFit() ? Choose(family, plain) : null;
    }

    /// <summary>Tries a family's tails on top of a Gaussian fit.</summary>
    public PeakFit Choose(PeakFamily family, PeakFit plain)
    {
        if (family == PeakFamily.Gaussian) return plain;
        PeakFit? best = null;
        foreach (double ratio in (ReadOnlySpan<double>)[0.8, 2.5])
        {
            var tails = new PeakFit(bins, shape, floorForm, PeakFamily.SymmetricTails);
            tails.StartFrom(plain, ratio * plain.Response.SigmaPicoseconds);
            if (tails.TryFit() && (best is null || tails.Value < best.Value - 1e-6)) best = tails;
        }

        if (family == PeakFamily.AsymmetricTails) return Asymmetric(best ?? plain);
        bool gains = best is not null && plain.Value - best.Value > GainOfTails;
        return best is not null && (gains || family == PeakFamily.SymmetricTails) ? best : plain;
    }

    /// <summary>Fits the family of an earlier fit again, from there.</summary>
    public PeakFit? Again(PeakFit fit)
    {
        var peak = new PeakFit(bins, shape, floorForm, fit.Family);
        peak.StartFrom(fit, 0);
        peak.Centre();
        return peak.TryFit() ? peak : null;
    }

    private PeakFit Asymmetric(PeakFit from)
    {
        var tails = new PeakFit(bins, shape, floorForm, PeakFamily.AsymmetricTails);
        double tail = from.Family == PeakFamily.Gaussian
            ? from.Response.SigmaPicoseconds : from.Response.LateTailPicoseconds;
        tails.StartFrom(from, tail);
        return tails.TryFit() ? tails : from;
    }
}
