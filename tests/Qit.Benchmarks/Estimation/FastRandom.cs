using System.Numerics;

namespace Qit.Benchmarks.Estimation;

/// <summary>xoshiro256++ (Blackman and Vigna, ACM Trans. Math. Softw. 47, 36 (2021)) with the variates the table needs. Same
/// seed, same numbers.</summary>
internal sealed class FastRandom
{
    private ulong s0, s1, s2, s3;
    private double kept = double.NaN;

    public FastRandom(ulong seed)
    {
        s0 = Mix(ref seed);
        s1 = Mix(ref seed);
        s2 = Mix(ref seed);
        s3 = Mix(ref seed) | 1;
    }

    /// <summary>Uniform in (0, 1).</summary>
    public double NextUnit()
    {
        ulong result = BitOperations.RotateLeft(s0 + s3, 23) + s0;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return ((result >> 11) + 0.5) * (1.0 / (1L << 53));
    }

    public double NextExponential() => -Math.Log(NextUnit());

    /// <summary>Marsaglia's polar method; every second one is kept from the last call.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(kept))
        {
            double second = kept;
            kept = double.NaN;
            return second;
        }

        double u, v, square;
        do
        {
            u = (2 * NextUnit()) - 1;
            v = (2 * NextUnit()) - 1;
            square = (u * u) + (v * v);
        }
        while (square >= 1);
        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        kept = v * scale;
        return u * scale;
    }

    /// <summary>Poisson number: by multiplication for small means, by Hormann's transformed rejection (Insurance: Math. and
    /// Economics 12, 39 (1993)) above.</summary>
    public long NextPoisson(double mean)
    {
        if (mean < 12)
        {
            double limit = Math.Exp(-mean);
            double product = NextUnit();
            long count = 0;
            while (product > limit)
            {
                product *= NextUnit();
                count++;
            }

            return count;
        }

        double b = 0.931 + (2.53 * Math.Sqrt(mean));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double most = 0.9277 - (3.6224 / (b - 2));
        while (true)
        {
            double u = NextUnit() - 0.5;
            double v = NextUnit();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= most) return (long)k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            double left = Math.Log(v * inverseAlpha / ((a / (us * us)) + b));
            if (left <= (k * Math.Log(mean)) - mean - LogFactorial(k)) return (long)k;
        }
    }

    /// <summary>Stirling's series; for k below 10 by the sum.</summary>
    private static double LogFactorial(double k)
    {
        if (k < 10)
        {
            double sum = 0;
            for (int n = 2; n <= k; n++) sum += Math.Log(n);
            return sum;
        }

        double inverse = 1 / k;
        return (k * Math.Log(k)) - k + (0.5 * Math.Log(2 * Math.PI * k))
            + (inverse * ((1.0 / 12) - (inverse * inverse * ((1.0 / 360) - (inverse * inverse / 1260)))));
    }

    private static ulong Mix(ref ulong state)
    {
        ulong z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
