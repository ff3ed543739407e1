using CsCheck;
using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

public class SampledFidelityTests
{
    /// <summary>Three bases drawn evenly: the bits are as Phi+ has them with probability (2F + 1)/3, by the density matrix.
    /// </summary>
    [Test]
    public void MeanOfTheThreeBases_GivesTheFidelityOfAnyPair() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[1e-9, 1]).Sample((a, b, c, d) =>
        {
            double sum = a + b + c + d;
            var state = new BellDiagonal(a / sum, b / sum, c / sum, d / sum);
            double[] each = [.. new[] { MeasuredBasis.X, MeasuredBasis.Y, MeasuredBasis.Z }
                .Select(basis => FourQubits.AsPhiPlus(state, basis))];
            Assert.That(((3 * each.Average()) - 1) / 2, Is.EqualTo(state.A).Within(1e-12));
            Assert.That(each[1], Is.EqualTo(state.A + state.B).Within(1e-12), "samples in Y show a + b");
        });

    /// <summary>No luck in it: the sum over all outcomes of 300 samples.</summary>
    [TestCase(0.9, 0)]
    [TestCase(0.6, 0.02)]
    [TestCase(0.995, 0.004)]
    public void Estimate_IsUnbiased_AndCoversAsItSays(double fidelity, double parityError)
    {
        const int each = 100;
        var noise = new LocalNoise(0, parityError);
        double q = noise.Observed(((2 * fidelity) + 1) / 3);
        double mean = 0, covered = 0, uncorrected = 0, logarithm = 3 * each * Math.Log(1 - q);
        for (int k = 0; k <= 3 * each; k++)
        {
            var count = new SampleCount(k / 3, each - (k / 3));
            SampleCount x = Add(count, k % 3 > 0 ? 1 : 0), y = Add(count, k % 3 > 1 ? 1 : 0);
            double probability = Math.Exp(logarithm);
            Estimate found = SampledFidelity.Of(x, y, count, noise, 0.9)!.Value;
            mean += probability * found.Value;
            if (found.Low <= fidelity && fidelity <= found.High) covered += probability;
            uncorrected += probability * SampledFidelity.Of(x, y, count, default, 0.9)!.Value.Value;
            logarithm += Math.Log((double)((3 * each) - k) / (k + 1) * q / (1 - q));
        }

        Assert.That(mean, Is.EqualTo(fidelity).Within(1e-9));
        Assert.That(covered, Is.GreaterThanOrEqualTo(0.9));
        if (parityError > 0) Assert.That(uncorrected, Is.LessThan(fidelity - 0.001), "control: wrong bits look like a lower one");

        static SampleCount Add(SampleCount count, int more) => new(count.AsPhiPlus + more, count.Other - more);
    }

    [Test]
    public void UnevenBases_NoSamples_AndNoise_GiveNothing()
    {
        SampleCount full = new(900, 100);
        Assert.That(SampledFidelity.Of(full, full, full, default, 0.9), Is.Not.Null);
        Assert.That(SampledFidelity.Of(full, full, new SampleCount(500, 50), default, 0.9), Is.Null);
        Assert.That(SampledFidelity.Of(default, default, default, default, 0.9), Is.Null);
        Assert.That(SampledFidelity.Of(full, full, full, new LocalNoise(0, 0.5), 0.9), Is.Null);
    }
}
