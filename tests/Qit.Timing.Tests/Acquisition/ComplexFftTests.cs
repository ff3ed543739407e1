using Qit.Timing.Acquisition;

namespace Qit.Timing.Tests.Acquisition;

public class ComplexFftTests
{
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(8)]
    [TestCase(16)]
    [TestCase(32)]
    [TestCase(64)]
    [TestCase(128)]
    [TestCase(1024)]
    public void Forward_EqualsNaiveTransform(int length)
    {
        (double[] real, double[] imaginary) = Noise(length, length);
        (double[] expectedReal, double[] expectedImaginary) = Naive(real, imaginary);
        new ComplexFft(length).Forward(real, imaginary);
        double tolerance = 1e-12 * length;
        Assert.That(real, Is.EqualTo(expectedReal).Within(tolerance));
        Assert.That(imaginary, Is.EqualTo(expectedImaginary).Within(tolerance));
    }

    [Test]
    public void ForwardThenInverse_GivesBackTheData_AndParsevalHolds([Values(4, 12, 17, 20)] int log2)
    {
        int length = 1 << log2;
        (double[] real, double[] imaginary) = Noise(length, log2);
        double[] real0 = [.. real];
        double[] imaginary0 = [.. imaginary];
        double energy = Energy(real, imaginary);
        var transform = new ComplexFft(length);
        transform.Forward(real, imaginary);
        Assert.That(Energy(real, imaginary) / length, Is.EqualTo(energy).Within(1e-12 * energy));
        transform.Inverse(real, imaginary);
        double worst = 0;
        for (int index = 0; index < length; index++)
            worst = Math.Max(worst, Math.Abs(real[index] - real0[index])
                + Math.Abs(imaginary[index] - imaginary0[index]));
        Assert.That(worst, Is.LessThan(1e-12));
    }

    [Test]
    public void Forward_OfAShiftedImpulse_IsAPureTone()
    {
        const int Length = 256;
        double[] real = new double[Length];
        double[] imaginary = new double[Length];
        real[3] = 1;
        new ComplexFft(Length).Forward(real, imaginary);
        for (int k = 0; k < Length; k++)
        {
            Assert.That(real[k], Is.EqualTo(Math.Cos(2 * Math.PI * 3 * k / Length)).Within(1e-14));
            Assert.That(imaginary[k], Is.EqualTo(-Math.Sin(2 * Math.PI * 3 * k / Length)).Within(1e-14));
        }
    }

    [Test]
    public void ScrambledOrder_IsBitReversed_AndMirrorsAsStated([Values(2, 3, 6, 9)] int log2)
    {
        int length = 1 << log2;
        (double[] real, double[] imaginary) = Noise(length, 5);
        double[] scrambledReal = [.. real];
        double[] scrambledImaginary = [.. imaginary];
        var transform = new ComplexFft(length);
        transform.Forward(real, imaginary);
        transform.ForwardScrambled(scrambledReal, scrambledImaginary);
        for (int k = 0; k < length; k++)
        {
            int place = Reversed(k, log2);
            Assert.That(scrambledReal[place], Is.EqualTo(real[k]));
            Assert.That(scrambledImaginary[place], Is.EqualTo(imaginary[k]));
            Assert.That(ComplexFft.MirrorPlace(place), Is.EqualTo(Reversed((length - k) % length, log2)));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(100)]
    public void OtherLengths_AreRefused(int length) =>
        Assert.That(() => new ComplexFft(length), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static (double[] Real, double[] Imaginary) Noise(int length, int seed)
    {
        var random = new Random(seed);
        double[] real = new double[length];
        double[] imaginary = new double[length];
        for (int index = 0; index < length; index++)
        {
            real[index] = random.NextDouble() - 0.5;
            imaginary[index] = random.NextDouble() - 0.5;
        }

        return (real, imaginary);
    }

    private static int Reversed(int value, int bits)
    {
        int reversed = 0;
        for (int bit = 0; bit < bits; bit++) reversed |= (value >> bit & 1) << (bits - 1 - bit);
        return reversed;
    }

    private static double Energy(double[] real, double[] imaginary)
    {
        double sum = 0;
        for (int index = 0; index < real.Length; index++)
            sum += (real[index] * real[index]) + (imaginary[index] * imaginary[index]);
        return sum;
    }

    private static (double[] Real, double[] Imaginary) Naive(double[] real, double[] imaginary)
    {
        int length = real.Length;
        double[] outReal = new double[length];
        double[] outImaginary = new double[length];
        for (int k = 0; k < length; k++)
        {
            for (int n = 0; n < length; n++)
            {
                double angle = -2 * Math.PI * ((long)k * n % length) / length;
                outReal[k] += (real[n] * Math.Cos(angle)) - (imaginary[n] * Math.Sin(angle));
                outImaginary[k] += (real[n] * Math.Sin(angle)) + (imaginary[n] * Math.Cos(angle));
            }
        }

        return (outReal, outImaginary);
    }
}
