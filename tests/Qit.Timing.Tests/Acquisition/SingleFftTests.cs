using Qit.Timing.Acquisition;

namespace Qit.Timing.Tests.Acquisition;

public class SingleFftTests
{
    [Test]
    public void ProductOfTransforms_IsTheCircularCorrelation([Values(64, 128, 256, 512, 1024, 4096, 8192)] int length)
    {
        (float[] real, float[] imaginary) = Noise(length, length);
        (float[] other, _) = Noise(length, 1);
        var transform = new SingleFft(length);
        float[] otherReal = [.. other];
        float[] otherImaginary = new float[length];
        float[] productReal = [.. real];
        float[] productImaginary = [.. imaginary];
        transform.Forward(otherReal, otherImaginary);
        transform.Forward(productReal, productImaginary);
        for (int k = 0; k < length; k++)
        {
            (productReal[k], productImaginary[k]) = (
                (productReal[k] * otherReal[k]) + (productImaginary[k] * otherImaginary[k]),
                (productImaginary[k] * otherReal[k]) - (productReal[k] * otherImaginary[k]));
        }

        transform.Inverse(productReal, productImaginary);
        double worst = 0;
        foreach (int lag in new[] { 0, 1, 2, 7, 8, 63, length / 2, length - 9, length - 1 })
        {
            double expectedReal = 0;
            double expectedImaginary = 0;
            for (int n = 0; n < length; n++)
            {
                expectedReal += other[n] * real[(n + lag) % length];
                expectedImaginary += other[n] * imaginary[(n + lag) % length];
            }

            worst = Math.Max(worst, Math.Abs(expectedReal - (productReal[lag] / length)));
            worst = Math.Max(worst, Math.Abs(expectedImaginary - (productImaginary[lag] / length)));
        }

        Assert.That(worst, Is.LessThan(1e-6 * length), "the rms of the correlation is about 0.1 sqrt(length)");
    }

    [Test]
    public void ForwardThenInverse_GivesBackTheData_AndParsevalHolds([Values(6, 7, 8, 13, 18, 21)] int log2)
    {
        int length = 1 << log2;
        (float[] real, float[] imaginary) = Noise(length, log2);
        float[] real0 = [.. real];
        float[] imaginary0 = [.. imaginary];
        double energy = Energy(real, imaginary);
        var transform = new SingleFft(length);
        transform.Forward(real, imaginary);
        Assert.That(Energy(real, imaginary) / length, Is.EqualTo(energy).Within(1e-5 * energy));
        transform.Inverse(real, imaginary);
        double square = 0;
        for (int index = 0; index < length; index++)
        {
            square += Math.Pow((real[index] / length) - real0[index], 2);
            square += Math.Pow((imaginary[index] / length) - imaginary0[index], 2);
        }

        Assert.That(Math.Sqrt(square / energy), Is.LessThan(1e-6), "relative rms error");
    }

    [Test]
    public void ABlockOf64_IsTheNaiveTransformInNaturalOrder()
    {
        (float[] real, float[] imaginary) = Noise(64, 3);
        float[] real0 = [.. real];
        float[] imaginary0 = [.. imaginary];
        new SingleFft(64).Forward(real, imaginary);
        for (int k = 0; k < 64; k++)
        {
            double sumReal = 0;
            double sumImaginary = 0;
            for (int n = 0; n < 64; n++)
            {
                (double sine, double cosine) = Math.SinCos(-2 * Math.PI * k * n / 64);
                sumReal += (real0[n] * cosine) - (imaginary0[n] * sine);
                sumImaginary += (real0[n] * sine) + (imaginary0[n] * cosine);
            }

            Assert.That(real[k], Is.EqualTo(sumReal).Within(1e-5));
            Assert.That(imaginary[k], Is.EqualTo(sumImaginary).Within(1e-5));
        }
    }

    [TestCase(0)]
    [TestCase(32)]
    [TestCase(100)]
    public void OtherLengths_AreRefused(int length) =>
        Assert.That(() => new SingleFft(length), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static (float[] Real, float[] Imaginary) Noise(int length, int seed)
    {
        var random = new Random(seed);
        float[] real = new float[length];
        float[] imaginary = new float[length];
        for (int index = 0; index < length; index++)
        {
            real[index] = random.NextSingle() - 0.5f;
            imaginary[index] = random.NextSingle() - 0.5f;
        }

        return (real, imaginary);
    }

    private static double Energy(float[] real, float[] imaginary)
    {
        double sum = 0;
        for (int index = 0; index < real.Length; index++)
            sum += ((double)real[index] * real[index]) + ((double)imaginary[index] * imaginary[index]);
        return sum;
    }
}
