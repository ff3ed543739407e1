using Qit.Timing.Acquisition;

namespace Qit.Timing.Tests.Acquisition;

public class PoissonTailTests
{
    [Test]
    public void LogAtLeast_EqualsTheDirectSum([Values(0.001, 0.3, 1, 7.5, 60)] double mean)
    {
        for (int count = 0; count <= 200; count += 3)
        {
            // The direct sum from the far end, smallest terms first.
            double sum = 0;
            for (int k = count + 400; k >= count; k--) sum += Math.Exp((k * Math.Log(mean)) - mean - SumOfLogs(k));
            if (sum < 1e-300) break; // the direct sum runs out of numbers
            Assert.That(PoissonTail.LogAtLeast(count, mean), Is.EqualTo(Math.Log(sum)).Within(1e-9));
        }
    }

    [Test]
    public void LogAtLeast_FallsWithTheCount_AndRisesWithTheMean()
    {
        for (int count = 1; count < 3000; count++)
        {
            Assert.That(PoissonTail.LogAtLeast(count, 1000),
                Is.LessThanOrEqualTo(PoissonTail.LogAtLeast(count - 1, 1000)));
            Assert.That(PoissonTail.LogAtLeast(count, 1000), Is.LessThanOrEqualTo(PoissonTail.LogAtLeast(count, 1001)));
        }
    }

    [Test]
    public void TheEdges()
    {
        Assert.That(PoissonTail.LogAtLeast(0, 0), Is.Zero);
        Assert.That(PoissonTail.LogAtLeast(1, 0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(PoissonTail.LogAtLeast(1, 1e-12), Is.EqualTo(Math.Log(1e-12)).Within(1e-9));
        Assert.That(() => PoissonTail.LogAtLeast(-1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => PoissonTail.LogAtLeast(1, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static double SumOfLogs(int n)
    {
        double sum = 0;
        for (int k = 2; k <= n; k++) sum += Math.Log(k);
        return sum;
    }
}
