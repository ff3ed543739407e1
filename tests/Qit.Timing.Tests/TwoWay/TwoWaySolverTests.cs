using NUnit.Framework;
using Qit.Timing.TwoWay;

namespace Qit.Timing.Tests.TwoWay;

public sealed class TwoWaySolverTests
{
    [Test]
    public void AnswersAreUnbiasedAndTheirErrorsHonest(
        [Values(RestPhase.Zero, RestPhase.Constant, RestPhase.Drifting)] RestPhase rest)
    {
        // 500 runs: mean pull within 5/sqrt(500) = 0.22, variance of the pulls 1 +- 0.063 x 5 = 0.32.
        const int Runs = 500;
        var source = new FringeSource
        {
            RestRadians = rest == RestPhase.Zero ? 0 : 0.4,
            DriftRadiansPerSecond = rest == RestPhase.Drifting ? 0.02 : 0,
            Rates = [1, 2, 4, 8, 16, 12, 6, 3, 1.5],
            Times = [0, 1, 2, 3, 4, 5, 6, 7, 8],
        };
        var solver = new TwoWaySolver
        {
            WavelengthMetres = source.Wavelength, ExpectedOffsetErrorSeconds = 30e-9, Rest = rest, SmallestPValue = 0,
        };
        var random = new Random(4);
        double mean = 0;
        double square = 0;
        for (int run = 0; run < Runs; run++)
        {
            (List<Fringe> toB, List<Fringe> toA) = source.Generate(random);
            TwoWaySolution solution = solver.Solve(toB, toA);
            double pull = (solution.OffsetSeconds - source.OffsetSeconds) / solution.ErrorSeconds;
            mean += pull / Runs;
            square += pull * pull / Runs;
        }
        Assert.That(mean, Is.InRange(-0.22, 0.22));
        Assert.That(square, Is.InRange(0.68, 1.32));
    }

    [Test]
    public void TheReportsOwnFactorWouldBeTwiceTooLarge()
    {
        // Equations 7 and 8 as they stand, one rate, no unwrapping needed: phase difference 8 pi v dt / lambda.
        var source = new FringeSource { OffsetSeconds = 1e-9, Rates = [1], Times = [0], Clicks = 1e6 };
        (List<Fringe> toB, List<Fringe> toA) = source.Generate(new Random(1));
        TwoWaySolution solution = Solver(source, 50e-9).Solve(toB, toA);
        double difference = Math.IEEERemainder(
            FringePhase.Of(toB[0].Samples)!.Value.Radians - FringePhase.Of(toA[0].Samples)!.Value.Radians, 2 * Math.PI);
        double asPrinted = source.Wavelength * difference / (4 * Math.PI);
        Assert.That(solution.OffsetSeconds, Is.EqualTo(1e-9).Within(5 * solution.ErrorSeconds));
        Assert.That(asPrinted, Is.EqualTo(2e-9).Within(10 * solution.ErrorSeconds));
        Assert.That(solution.AmbiguitySeconds, Is.EqualTo(source.Wavelength / 4).Within(1e-15));
    }

    [Test]
    public void AFasterRampSharpensTheAnswer()
    {
        TwoWaySolution Solve(double[] rates)
        {
            var source = new FringeSource { Rates = rates, Times = [.. rates.Select(rate => rate)] };
            (List<Fringe> toB, List<Fringe> toA) = source.Generate(new Random(9));
            return Solver(source, 30e-9).Solve(toB, toA);
        }

        TwoWaySolution slow = Solve([1, 2]);
        TwoWaySolution fast = Solve([1, 2, 8, 32, 128]);
        Assert.That(fast.ErrorSeconds, Is.LessThan(slow.ErrorSeconds / 40));
        Assert.That(fast.OffsetSeconds, Is.EqualTo(3e-9).Within(5 * fast.ErrorSeconds));
        Assert.That(fast.AmbiguitySeconds, Is.EqualTo(slow.AmbiguitySeconds));
    }

    [Test]
    public void OffsetsPastTheAmbiguityIntervalAreRefused()
    {
        var source = new FringeSource { Rates = [1, 2], Times = [0, 1] };
        (List<Fringe> toB, List<Fringe> toA) = source.Generate(new Random(1));
        // Half the interval is 194 ns at 1 m/s.
        Assert.That(FaultOf(Solver(source, 200e-9), toB, toA), Is.EqualTo(TwoWayFault.Ambiguous));
        Assert.That(() => Solver(source, 100e-9).Solve(toB, toA), Throws.Nothing);
        // The control: told a wrong neighbourhood, it answers there, a whole interval away.
        TwoWaySolver wrong = new()
        {
            WavelengthMetres = source.Wavelength, ExpectedOffsetSeconds = 387.5e-9, ExpectedOffsetErrorSeconds = 30e-9,
        };
        Assert.That(wrong.Solve(toB, toA).OffsetSeconds, Is.EqualTo(390.5e-9).Within(5e-9));
    }

    [Test]
    public void FaultsAreNamed()
    {
        var source = new FringeSource();
        (List<Fringe> toB, List<Fringe> toA) = source.Generate(new Random(1));
        TwoWaySolver solver = Solver(source, 30e-9);
        Assert.That(FaultOf(solver, toB, toA[..3]), Is.EqualTo(TwoWayFault.BadInput));
        Assert.That(FaultOf(solver, toB, [.. toA.Select(one => one with { RateMetresPerSecond = 7 })]),
            Is.EqualTo(TwoWayFault.BadInput));
        Assert.That(FaultOf(solver, [.. toB.Select(one => one with { Samples = [] })], toA), Is.EqualTo(TwoWayFault.NoFringe));

        (List<Fringe> dullB, List<Fringe> dullA) = (source with { Visibility = 0.02, Clicks = 400 }).Generate(new Random(1));
        Assert.That(FaultOf(solver, dullB, dullA), Is.EqualTo(TwoWayFault.NoFringe));

        (List<Fringe> steepB, List<Fringe> steepA) =
            (source with { Rates = [1, 400], Times = [0, 1] }).Generate(new Random(1));
        Assert.That(FaultOf(solver, steepB, steepA), Is.EqualTo(TwoWayFault.RampTooSteep));

        (List<Fringe> restB, List<Fringe> restA) = (source with { RestRadians = 1 }).Generate(new Random(1));
        Assert.That(FaultOf(solver, restB, restA), Is.EqualTo(TwoWayFault.Inconsistent));
    }

    private static TwoWaySolver Solver(FringeSource source, double known) =>
        new() { WavelengthMetres = source.Wavelength, ExpectedOffsetErrorSeconds = known };

    private static TwoWayFault FaultOf(TwoWaySolver solver, List<Fringe> toB, List<Fringe> toA) =>
        Assert.Throws<TwoWayException>(() => solver.Solve(toB, toA))!.Fault;
}
