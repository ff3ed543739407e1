using System.Numerics;

namespace Qit.Benchmarks.Timing;

/// <summary>Textbook radix-2 transform in double precision: the yardstick that carries over between machines.</summary>
internal static class PlainFft
{
    /// <summary>Transforms in place; the length is a power of two.</summary>
    public static void Forward(Complex[] data)
    {
        int length = data.Length;
        for (int index = 1, reversed = 0; index < length; index++)
        {
            int bit = length >> 1;
            for (; (reversed & bit) != 0; bit >>= 1) reversed ^= bit;
            reversed |= bit;
            if (index < reversed) (data[index], data[reversed]) = (data[reversed], data[index]);
        }

        Complex[] roots = new Complex[Math.Max(1, length / 2)];
        for (int k = 0; k < roots.Length; k++) roots[k] = Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length);
        for (int half = 1; half < length; half *= 2)
        {
            int stride = length / (2 * half);
            for (int start = 0; start < length; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    Complex odd = roots[k * stride] * data[start + k + half];
                    data[start + k + half] = data[start + k] - odd;
                    data[start + k] += odd;
                }
            }
        }
    }
}
