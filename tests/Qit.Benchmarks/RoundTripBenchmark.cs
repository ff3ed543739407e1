using System.Globalization;
using Qit.Timing.RoundTrip;
using Qit.Timing.RoundTripTrials;

namespace Qit.Benchmarks;

/// <summary>
/// RMS error of the centre of a dip over the Cramer-Rao bound of the best fixed design for the same photons, for the
/// adaptive plan (its search over 20 widths included), for that best design itself, which has to know the centre, and for a
/// linear scan. Exit code 1 where the adaptive plan misses 1.1 at 10 000 photon pairs or more.
/// </summary>
internal static class RoundTripBenchmark
{
    private const int DefaultSeeds = 2000;
    private const double Asked = 1.1;
    private const double AskedFromPairs = 10_000;
    private static readonly double[] Visibilities = [0.5, 0.8, 0.95];
    private static readonly (double Visibility, double Pairs)[] WidthFitted = [(0.5, 10_000), (0.5, 100_000), (0.8, 10_000)];
    private static readonly double[] Pairs = [3_000, 10_000, 100_000, 1_000_000];

    /// <summary>Prints the table; an argument is the number of seeds.</summary>
    public static int Run(string[] arguments)
    {
        int seeds = DefaultSeeds;
        if (arguments.Length > 0 && (!int.TryParse(arguments[0], CultureInfo.InvariantCulture, out seeds) || seeds < 10))
        {
            Console.Error.WriteLine("usage: round-trip [SEEDS], 10 or more");
            return 2;
        }

        Console.WriteLine($"round-trip: {seeds} seeds; errors over the Cramer-Rao bound of the best fixed design");
        Console.WriteLine("    V     pairs  bound/width  adaptive  +-     search  within 1, 2 sigma  best fixed"
            + "  linear scan  missed");
        bool isMet = true;
        foreach (double visibility in Visibilities)
        {
            foreach (double pairs in Pairs) isMet &= Row(visibility, pairs, seeds);
        }

        Console.WriteLine(isMet
            ? "adaptive at most 1.1 from 10 000 pairs on: met"
            : "adaptive at most 1.1 from 10 000 pairs on: NOT MET");
        Console.WriteLine("width fitted, begun 1.2 times too wide:");
        foreach ((double visibility, double pairs) in WidthFitted) FittedRow(visibility, pairs, seeds);
        RoundTripDispersion.Print();
        return isMet ? 0 : 1;
    }

    private static bool Row(double visibility, double pairs, int seeds)
    {
        double bound = Best(DipTrials.Dip(1, visibility)).BoundMetres(pairs);
        DipTrials adaptive = DipTrials.Adaptive(visibility, pairs, seeds);
        DipTrials best = DipTrials.Fixed(visibility, seeds, dip => Best(dip).Points(pairs), isCentreKnown: true);
        DipTrials scan = DipTrials.Fixed(visibility, seeds, _ => DipTrials.LinearScan(pairs));
        double ratio = adaptive.RmsError / bound;
        // An rms over n values has a relative standard error of 1/sqrt(2n).
        double error = ratio / Math.Sqrt(2 * adaptive.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{visibility,5:F2}{pairs,10:F0}{bound / DipTrials.WidthMetres,13:F6}{ratio,10:F3}{error,7:F3}")
            + string.Create(CultureInfo.InvariantCulture,
            $"{adaptive.SearchShare,8:P1}{adaptive.Coverage(1),11:P1},{adaptive.Coverage(2),6:P1}")
            + string.Create(CultureInfo.InvariantCulture, $"{best.RmsError / bound,11:F3}{scan.RmsError / bound,13:F2}")
            + string.Create(CultureInfo.InvariantCulture, $"{adaptive.Missed,8}"));
        return pairs < AskedFromPairs || (ratio <= Asked && adaptive.Missed == 0);
    }

    private static void FittedRow(double visibility, double pairs, int seeds)
    {
        double bound = Best(DipTrials.Dip(1, visibility), isWidthKnown: false).BoundMetres(pairs);
        DipTrials adaptive = DipTrials.Adaptive(visibility, pairs, seeds, isWidthKnown: false);
        double ratio = adaptive.RmsError / bound;
        double error = ratio / Math.Sqrt(2 * adaptive.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{visibility,5:F2}{pairs,10:F0}{bound / DipTrials.WidthMetres,13:F6}{ratio,10:F3}{error,7:F3}")
            + string.Create(CultureInfo.InvariantCulture,
            $"{adaptive.SearchShare,8:P1}{adaptive.Coverage(1),11:P1},{adaptive.Coverage(2),6:P1}"));
    }

    private static OptimalDesign Best(DipModel dip, bool isWidthKnown = true) => OptimalDesign.Find(
        dip, dip.CentreMetres - (10 * dip.WidthMetres), dip.CentreMetres + (10 * dip.WidthMetres), isWidthKnown);
}
