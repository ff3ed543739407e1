using CsCheck;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation.Sources;

public class PhotonNumberTests
{
    private static readonly Gen<PhotonNumber> Any = Gen.OneOf(
        Gen.Select(Gen.Double[1e-6, 5], Gen.Double[1, 50]).Select((mean, modes) => PhotonNumber.Thermal(mean, modes)),
        Gen.Double[1e-6, 5].Select(PhotonNumber.Poisson),
        Gen.Select(Gen.Double[1e-6, 0.9], Gen.Double[0, 0.9]).Select((mean, g2) => PhotonNumber.TwoLevel(mean, g2)));

    [Test]
    public void Moments_AreThoseThatAreStated() =>
        Gen.Select(Any, Gen.Double[0.01, 1]).Sample((whole, survives) =>
        {
            PhotonNumber number = whole.After(survives);
            double mean = 0, pairs = 0, left = 1;
            foreach ((int n, double probability) in Probabilities(number))
            {
                mean += n * probability;
                pairs += n * (n - 1.0) * probability;
                left -= probability;
            }

            Assert.That(mean, Is.EqualTo(whole.Mean * survives).Within(1e-6 * number.Mean));
            // A billionth of the occupied cells is left out, and has a few photons.
            Assert.That(pairs, Is.EqualTo(whole.SecondOrder * mean * mean).Within((1e-5 * mean * mean) + (1e-8 * number.Occupied)));
            Assert.That(left, Is.EqualTo(1 - number.Occupied).Within(1e-6));
        }, iter: 40);

    /// <summary>Loss by hand, photon by photon, gives the distribution that After gives by formula.</summary>
    [Test]
    public void Loss_KeepsTheForm() =>
        Gen.Select(Any, Gen.Double[0.05, 0.95]).Sample((whole, survives) =>
        {
            double one = 0, two = 0;
            foreach ((int n, double probability) in Probabilities(whole))
            {
                one += probability * n * survives * Math.Pow(1 - survives, n - 1);
                if (n > 1) two += probability * n * (n - 1) / 2 * survives * survives * Math.Pow(1 - survives, n - 2);
            }

            var thinned = Probabilities(whole.After(survives)).ToDictionary(row => row.Number, row => row.Probability);
            Assert.That(thinned.GetValueOrDefault(1), Is.EqualTo(one).Within(1e-6));
            Assert.That(thinned.GetValueOrDefault(2), Is.EqualTo(two).Within(1e-6));
        }, iter: 40);

    /// <summary>The distribution that <see cref="PhotonNumber.NumberIfAny"/> inverts, found by bisection of its steps.</summary>
    private static IEnumerable<(int Number, double Probability)> Probabilities(PhotonNumber number)
    {
        double from = 0;
        for (int n = 1; from < 1 - 1e-9; n++)
        {
            double low = from, high = 1;
            for (int i = 0; i < 60; i++)
            {
                double middle = (low + high) / 2;
                if (number.NumberIfAny(middle) <= n) low = middle;
                else high = middle;
            }

            yield return (n, (high - from) * number.Occupied);
            from = high;
        }
    }
}
