using System.Globalization;
using Qit.Hal.Simulation;
using Qit.Timing.RoundTrip;

namespace Qit.Benchmarks;

/// <summary>
/// What dispersion does to the dip of the twin, whose coincidences are integrated from the joint spectrum: depth at zero path
/// difference, and what the Gaussian fit makes of a million pairs in 81 places without noise.
/// </summary>
internal static class RoundTripDispersion
{
    private const double Pairs = 1e6;
    private static readonly TwoPhotonOptions Plain = new() { ModeOverlap = 1 };

    public static void Print()
    {
        Console.WriteLine();
        Console.WriteLine("dispersion: dip of 10 um rms; fit over +-10 widths, 1e6 pairs, no noise");
        Console.WriteLine($"{"signal fibre / idler fibre / pump",-58}{"overlap at 0",13}{"centre/width",14}"
            + $"{"width",8}{"visibility",12}{"deviance",10}");
        Row("none / none / monochromatic", Plain);
        Row("10 km second order / none / monochromatic", Plain with { SignalFibre = Fibre(10_000, -21.7, 0) });
        Row("10 km both orders / the same / monochromatic",
            Plain with { SignalFibre = Fibre(10_000, -21.7, 0.12), IdlerFibre = Fibre(10_000, -21.7, 0.12) });
        Row("100 m second order / none / pump 2e10 rad/s rms",
            Plain with { SignalFibre = Fibre(100, -21.7, 0), PumpBandwidthRadiansPerSecond = 2e10 });
        Row("100 m second order / the same / pump 2e10 rad/s rms", Plain with
        {
            SignalFibre = Fibre(100, -21.7, 0), IdlerFibre = Fibre(100, -21.7, 0), PumpBandwidthRadiansPerSecond = 2e10,
        });
        Row("0.5 m third order / none / monochromatic", Plain with { SignalFibre = Fibre(0.5, 0, 0.12) });
        Row("2 m third order / none / monochromatic", Plain with { SignalFibre = Fibre(2, 0, 0.12) });
        Row("2 m third order / the same / monochromatic",
            Plain with { SignalFibre = Fibre(2, 0, 0.12), IdlerFibre = Fibre(2, 0, 0.12) });
    }

    private static FibreDispersionOptions Fibre(double metres, double second, double third) =>
        new() { LengthMetres = metres, SecondOrder = second, ThirdOrder = third };

    private static void Row(string what, TwoPhotonOptions options)
    {
        var dip = new TwoPhotonInterference(options);
        double width = dip.WidthMetres;
        const int Steps = 80;
        const double Each = Pairs / (Steps + 1);
        var samples = Enumerable.Range(0, Steps + 1).Select(step => width * ((20.0 * step / Steps) - 10)).Select(x =>
            new DipSample(x, Each, (long)Math.Round(Each * dip.CoincidenceProbability(x)))).ToList();
        DipEstimate fit = DipFit.Estimate(samples, width, isWidthKnown: false)!;
        Console.WriteLine(what.PadRight(58) + string.Create(CultureInfo.InvariantCulture,
            $"{dip.Overlap(0),13:F6}{fit.Model.CentreMetres / width,14:F5}{fit.Model.WidthMetres / width,8:F4}")
            + string.Create(CultureInfo.InvariantCulture, $"{fit.Model.Visibility,12:F5}{fit.Deviance,10:F1}"));
    }
}
