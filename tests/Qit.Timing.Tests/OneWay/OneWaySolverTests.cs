using CsCheck;
using NUnit.Framework;
using Qit.Timing.OneWay;

namespace Qit.Timing.Tests.OneWay;

public sealed class OneWaySolverTests
{
    private static readonly FibreDispersion Fibre = new();
    private static readonly double Signal = Fibre.SlownessAt(1310);
    private static readonly double Idler = Fibre.SlownessAt(1550);

    [Test]
    public void ExactInputGivesExactAnswer()
    {
        Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[10, 50_000], Gen.Double[100, 20_000], Gen.Int[3, 8])
            .Sample((offset, second, step, count) =>
            {
                OneWaySolution solution = new OneWaySolver().Solve(Exact(offset, second, step, count));
                Assert.That(solution.Dispersion, Is.EqualTo(Signal - Idler).Within(1e-7 * Math.Abs(Signal - Idler)));
                Assert.That(solution.SecondPathMetres, Is.EqualTo(second).Within(1e-2));
                // An error of R2 comes back as half a slowness of it: 4.9 ns a metre.
                Assert.That(solution.ClockOffsetPicoseconds, Is.EqualTo(offset).Within(5e3 * 1e-2));
                Assert.That(solution.DegreesOfFreedom, Is.EqualTo((2 * count) - 4));
            }, iter: 200);
    }

    [Test]
    public void ErrorsAreWhatTheyAreSaidToBe()
    {
        // 2000 experiments: pulls of each parameter have unit variance (3 % standard error of the variance: 5 sigma is
        // 0.16) and mean 0 (0.022: 5 sigma is 0.11); chi-square has its mean. The covariance of R2 and t0 is tested through
        // the pull of a sum in which they nearly cancel.
        const int Experiments = 2000;
        var random = new Random(7);
        double[] squares = new double[5];
        double[] means = new double[5];
        double chiSquare = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            OneWaySolution solution = new OneWaySolver { SmallestPValue = 0 }.Solve(Noisy(random, 5e6, 12_000));
            double combined = (2 * solution.ClockOffsetPicoseconds) - (solution.Slowness * solution.SecondPathMetres);
            double truth = (2 * 5e6) - ((Signal + Idler) * 12_000);
            double[] pulls =
            [
                (solution.Dispersion - (Signal - Idler)) / solution.DispersionError,
                (solution.Slowness - (Signal + Idler)) / solution.SlownessError,
                (solution.SecondPathMetres - 12_000) / solution.SecondPathErrorMetres,
                (solution.ClockOffsetPicoseconds - 5e6) / solution.ClockOffsetErrorPicoseconds,
                (combined - truth) / CombinedError(solution),
            ];
            for (int index = 0; index < pulls.Length; index++)
            {
                squares[index] += pulls[index] * pulls[index] / Experiments;
                means[index] += pulls[index] / Experiments;
            }
            chiSquare += solution.ChiSquare / solution.DegreesOfFreedom / Experiments;
        }
        Assert.That(squares, Is.All.InRange(0.84, 1.16));
        Assert.That(means, Is.All.InRange(-0.11, 0.11));
        Assert.That(chiSquare, Is.InRange(0.93, 1.07));
    }

    [Test]
    public void AKnownSlownessHelpsTheOffset()
    {
        var random = new Random(3);
        List<OneWayMeasurement> measurements = Noisy(random, 5e6, 12_000);
        OneWaySolution free = new OneWaySolver().Solve(measurements);
        OneWaySolution known = new OneWaySolver { KnownSlowness = (Signal + Idler, 1e-6) }.Solve(measurements);
        Assert.That(known.SlownessError, Is.LessThan(free.SlownessError));
        Assert.That(known.DegreesOfFreedom, Is.EqualTo(free.DegreesOfFreedom + 1));
        Assert.That(known.ClockOffsetErrorPicoseconds, Is.LessThanOrEqualTo(free.ClockOffsetErrorPicoseconds));
    }

    [Test]
    public void FaultsAreNamed()
    {
        List<OneWayMeasurement> good = Exact(0, 1000, 500, 4);
        Assert.That(FaultOf(good[..2]), Is.EqualTo(OneWayFault.TooFewLengths));
        Assert.That(
            FaultOf([.. good.Select(one => one with { FirstPathMetres = 700 })]), Is.EqualTo(OneWayFault.EqualLengths));
        Assert.That(FaultOf([good[0], good[0], good[1], good[1]]), Is.EqualTo(OneWayFault.EqualLengths));
        Assert.That(
            FaultOf([.. good.Select(one => one with { DirectErrorPicoseconds = 0 })]), Is.EqualTo(OneWayFault.BadNumber));
        Assert.That(
            FaultOf([good[0], good[1], good[2], good[3] with { SwappedPicoseconds = good[3].SwappedPicoseconds + 50 }]),
            Is.EqualTo(OneWayFault.Inconsistent));
        // Both photons of one wavelength: no dispersion, whatever the lengths.
        Assert.That(
            FaultOf([.. good.Select(one => one with { SwappedPicoseconds = one.DirectPicoseconds })]),
            Is.EqualTo(OneWayFault.NoDispersion));
    }

    [Test]
    public void AnInconsistencyIsRefusedAsOftenAsItsPValueSays()
    {
        var random = new Random(11);
        int refused = 0;
        for (int experiment = 0; experiment < 2000; experiment++)
        {
            try
            {
                new OneWaySolver { SmallestPValue = 0.1 }.Solve(Noisy(random, 5e6, 12_000));
            }
            catch (OneWayException fault) when (fault.Fault == OneWayFault.Inconsistent)
            {
                refused++;
            }
        }
        // 200 expected, standard deviation 13.4: 5 sigma.
        Assert.That(refused, Is.InRange(133, 267));
    }

    private static OneWayFault FaultOf(IReadOnlyList<OneWayMeasurement> measurements) =>
        Assert.Throws<OneWayException>(() => new OneWaySolver().Solve(measurements))!.Fault;

    private static double CombinedError(OneWaySolution solution)
    {
        double[] gradient = [0, -solution.SecondPathMetres, -solution.Slowness, 2];
        double variance = 0;
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 4; column++)
                variance += gradient[row] * solution.Covariance[row, column] * gradient[column];
        }
        return Math.Sqrt(variance);
    }

    private static List<OneWayMeasurement> Exact(double offset, double second, double step, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Measured(index * step, 0, offset, second, index * step))];

    private static List<OneWayMeasurement> Noisy(Random random, double offset, double second) =>
    [
        .. Enumerable.Range(0, 6).Select(index =>
        {
            double stated = 2000 + (index * 4000);
            double real = stated + (0.002 * SimulatedStreams.Gaussian(random));
            OneWayMeasurement exact = Measured(real, 0.002, offset, second, stated);
            return exact with
            {
                DirectPicoseconds = exact.DirectPicoseconds + SimulatedStreams.Gaussian(random),
                SwappedPicoseconds = exact.SwappedPicoseconds + (2 * SimulatedStreams.Gaussian(random)),
                SwappedErrorPicoseconds = 2,
            };
        }),
    ];

    private static OneWayMeasurement Measured(double real, double error, double offset, double second, double stated) => new(
        stated, error, (real * Signal) + offset - (second * Idler), 1, (real * Idler) + offset - (second * Signal), 1);
}
