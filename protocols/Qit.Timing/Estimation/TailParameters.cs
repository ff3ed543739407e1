namespace Qit.Timing.Estimation;

/// <summary>The shape's part of a fit's parameters: ln sigma, and for each tail a share (logit; for two tails logarithms of
/// odds against the Gaussian) and the logarithm of its constant.</summary>
internal static class TailParameters
{
    /// <summary>Place of ln sigma among a fit's parameters.</summary>
    public const int LogSigma = 1;

    /// <summary>Place of the first tail's share.</summary>
    public const int First = 4;

    /// <summary>Number of them.</summary>
    public static int Count(PeakFamily family) => family switch
    {
        PeakFamily.SymmetricTails => 2,
        PeakFamily.AsymmetricTails => 4,
        _ => 0,
    };

    /// <summary>A weak prior on a tail's share and on its constant over the Gaussian's width: without it a few dozen pairs
    /// fit a tail with a core of no width around any two that are close together. It says nothing about the offset, and
    /// nothing that a thousand pairs would heed.</summary>
    public static double Prior(ReadOnlySpan<double> parameters, int tail, double[] gradient, double[,] hessian)
    {
        const double ShareSpread = 1.5;
        const double ConstantSpread = 1;
        const double LogUsualRatio = 0.4; // 1.5 widths
        double share = parameters[tail] / ShareSpread;
        double constant = (parameters[tail + 1] - parameters[LogSigma] - LogUsualRatio) / ConstantSpread;
        gradient[tail] += share / ShareSpread;
        gradient[tail + 1] += constant / ConstantSpread;
        gradient[LogSigma] -= constant / ConstantSpread;
        const double Information = 1 / (ConstantSpread * ConstantSpread);
        hessian[tail, tail] += 1 / (ShareSpread * ShareSpread);
        hessian[tail + 1, tail + 1] += Information;
        hessian[LogSigma, LogSigma] += Information;
        hessian[tail + 1, LogSigma] -= Information;
        return 0.5 * ((share * share) + (constant * constant));
    }

    /// <summary>Response of all parameters.</summary>
    public static PeakResponse Response(PeakFamily family, ReadOnlySpan<double> parameters)
    {
        double sigma = Math.Exp(parameters[LogSigma]);
        if (family == PeakFamily.SymmetricTails)
        {
            double half = 0.5 / (1 + Math.Exp(-parameters[First]));
            double tail = Math.Exp(parameters[First + 1]);
            return new PeakResponse(sigma, half, tail, half, tail);
        }

        if (family != PeakFamily.AsymmetricTails) return new PeakResponse(sigma);
        double early = Math.Exp(parameters[First]);
        double late = Math.Exp(parameters[First + 2]);
        double all = 1 + early + late;
        return new PeakResponse(
            sigma, early / all, Math.Exp(parameters[First + 1]), late / all, Math.Exp(parameters[First + 3]));
    }

    /// <summary>Derivatives of the expected pairs in the parameters of the tails.</summary>
    public static void Slopes(
        PeakFamily family, in PeakResponse response, in PeakDensity f, double signal, Span<double> g)
    {
        double early = signal * f.EarlyTail * response.EarlyTailPicoseconds;
        double late = signal * f.LateTail * response.LateTailPicoseconds;
        if (family == PeakFamily.SymmetricTails)
        {
            double half = response.EarlyShare;
            g[0] = signal * half * (1 - (2 * half)) * (f.EarlyShare + f.LateShare);
            g[1] = early + late;
            return;
        }

        double common = (response.EarlyShare * f.EarlyShare) + (response.LateShare * f.LateShare);
        g[0] = signal * response.EarlyShare * (f.EarlyShare - common);
        g[1] = early;
        g[2] = signal * response.LateShare * (f.LateShare - common);
        g[3] = late;
    }
}
