using System.Runtime.CompilerServices;

namespace Qit.Hal.Simulation;

/// <summary>
/// Normal and exponential variates by the ziggurat method (Marsaglia and Tsang, J. Stat. Softw. 5(8), 2000) with 256
/// layers of equal area and 53-bit abscissas. Bits 0..7 of a draw choose the layer, bits 11..63 the abscissa, so the
/// two are independent (the flaw Doornik found in the original).
/// </summary>
internal static class Ziggurat
{
    private const int Layers = 256;

    // Right edge of the base layer and area of a layer that make 256 equal areas (tabulated in the paper above).
    private const double NormalEdge = 3.6541528853610088;
    private const double NormalArea = 0.00492867323399;
    private const double ExponentialEdge = 7.69711747013104972;
    private const double ExponentialArea = 0.0039496598225815571993;

    private static readonly double[] NormalX = new double[Layers + 1];
    private static readonly double[] NormalY = new double[Layers + 1];
    private static readonly double[] ExponentialX = new double[Layers + 1];
    private static readonly double[] ExponentialY = new double[Layers + 1];

#pragma warning disable CA1810 // The tables are recurrences: they need statements.
    static Ziggurat()
    {
        Fill(NormalX, NormalY, NormalEdge, NormalArea, x => Math.Exp(-0.5 * x * x), y => Math.Sqrt(-2 * Math.Log(y)));
        Fill(ExponentialX, ExponentialY, ExponentialEdge, ExponentialArea, x => Math.Exp(-x), y => -Math.Log(y));
    }
#pragma warning restore CA1810

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Normal(SimulationPrng prng)
    {
        ulong bits = prng.NextBits();
        int layer = (int)(bits & (Layers - 1));
        double x = ((long)bits >> 11) * (1.0 / (1L << 52)) * NormalX[layer];
        return Math.Abs(x) < NormalX[layer + 1] ? x : NormalEdgeCase(prng, layer, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exponential(SimulationPrng prng)
    {
        ulong bits = prng.NextBits();
        int layer = (int)(bits & (Layers - 1));
        double x = (bits >> 11) * (1.0 / (1L << 53)) * ExponentialX[layer];
        return x < ExponentialX[layer + 1] ? x : ExponentialEdgeCase(prng, layer, x);
    }

    private static double NormalEdgeCase(SimulationPrng prng, int layer, double x)
    {
        if (layer == 0)
        {
            double beyond, height;
            do
            {
                beyond = prng.NextExponential() / NormalEdge;
                height = prng.NextExponential();
            }
            while (2 * height < beyond * beyond);
            return x < 0 ? -NormalEdge - beyond : NormalEdge + beyond;
        }

        double y = NormalY[layer] + (prng.NextUnit() * (NormalY[layer + 1] - NormalY[layer]));
        return y < Math.Exp(-0.5 * x * x) ? x : prng.NextNormal();
    }

    private static double ExponentialEdgeCase(SimulationPrng prng, int layer, double x)
    {
        if (layer == 0) return ExponentialEdge + prng.NextExponential();
        double y = ExponentialY[layer] + (prng.NextUnit() * (ExponentialY[layer + 1] - ExponentialY[layer]));
        return y < Math.Exp(-x) ? x : prng.NextExponential();
    }

    // Layer 0 is the base strip with the tail folded in: its width is area / f(edge).
    private static void Fill(
        double[] xs, double[] ys, double edge, double area, Func<double, double> density, Func<double, double> inverse)
    {
        xs[0] = area / density(edge);
        xs[1] = edge;
        ys[0] = 0;
        ys[1] = density(edge);
        for (int i = 2; i < Layers; i++)
        {
            ys[i] = ys[i - 1] + (area / xs[i - 1]);
            xs[i] = inverse(ys[i]);
        }

        xs[Layers] = 0;
        ys[Layers] = 1;
    }
}
