using CsCheck;
using Qit.Timing.Monitoring;

namespace Qit.Timing.Tests.Monitoring;

public class CorneredHatTests
{
    [Test]
    public void ExactComparisons_GiveTheClocks_AlsoWithSomeMissing() =>
        Gen.Double[0.1, 10].Array[3, 8].Sample(clocks =>
        {
            double[,] pairs = Table(clocks);
            if (clocks.Length > 3) pairs[3, 0] = pairs[0, 3] = double.NaN;
            IReadOnlyList<HatVariance> found = CorneredHat.Separate(pairs)!;
            for (int i = 0; i < clocks.Length; i++)
                Assert.That(found[i].Variance, Is.EqualTo(clocks[i]).Within(1e-9));
        });

    /// <summary>The three-cornered hat's closed form, where it goes negative: (1 + 1 - 4) / 2.</summary>
    [Test]
    public void NegativeVariance_IsShown_AndHasNoDeviation()
    {
        var pairs = new double[3, 3];
        pairs[1, 0] = pairs[2, 0] = 1;
        pairs[2, 1] = 4;
        IReadOnlyList<HatVariance> found = CorneredHat.Separate(pairs)!;
        Assert.That(found[0].Variance, Is.EqualTo(-1).Within(1e-12));
        Assert.That(found[0].Deviation, Is.Null);
        Assert.That(found[1].Deviation, Is.EqualTo(Math.Sqrt(2)).Within(1e-12));
    }

    /// <summary>Of two good and one bad clock the good ones drown in the bad one's errors; three good ones do not, however
    /// bad the others are.</summary>
    [Test]
    public void Errors_WeighTheComparisons_AndTellWhatIsNotResolved()
    {
        double[] clocks = [1, 2, 3, 1e9, 1e9];
        IReadOnlyList<HatVariance> found = CorneredHat.Separate(Table(clocks), Relative(Table(clocks), 0.05))!;
        for (int i = 0; i < clocks.Length; i++)
        {
            Assert.That(found[i].Variance, Is.EqualTo(clocks[i]).Within(1).Percent);
            Assert.That(found[i].StandardError, Is.GreaterThan(0.01 * clocks[i]).And.LessThan(0.5 * clocks[i]));
            Assert.That(found[i].Deviation, Is.EqualTo(Math.Sqrt(clocks[i])).Within(1).Percent);
        }

        clocks = [1, 2, 1e9];
        found = CorneredHat.Separate(Table(clocks), Relative(Table(clocks), 0.05))!;
        Assert.That(found[0].Deviation, Is.Null, "cannot be resolved");
        Assert.That(found[2].Deviation, Is.Not.Null);
        Assert.That(() => CorneredHat.Separate(new double[3, 3], new double[2, 2]), Throws.ArgumentException);
    }

    [Test]
    public void UndeterminedClocks_AreRefused()
    {
        Assert.That(CorneredHat.Separate(Table([1, 2])), Is.Null, "two clocks");
        double[,] square = Table([1, 2, 3, 4]);
        square[1, 0] = square[3, 2] = double.NaN;
        Assert.That(CorneredHat.Separate(square), Is.Null, "a ring of four has no answer");
        Assert.That(() => CorneredHat.Separate(new double[2, 3]), Throws.ArgumentException);
    }

    private static double[,] Relative(double[,] variances, double share)
    {
        var errors = new double[variances.GetLength(0), variances.GetLength(0)];
        for (int i = 0; i < errors.GetLength(0); i++)
        {
            for (int j = 0; j < errors.GetLength(0); j++) errors[i, j] = share * variances[i, j];
        }

        return errors;
    }

    private static double[,] Table(double[] clocks)
    {
        var pairs = new double[clocks.Length, clocks.Length];
        for (int i = 0; i < clocks.Length; i++)
        {
            for (int j = 0; j < clocks.Length; j++) pairs[i, j] = clocks[i] + clocks[j];
        }

        return pairs;
    }
}
