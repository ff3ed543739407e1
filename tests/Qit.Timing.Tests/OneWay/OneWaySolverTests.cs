using CsCheck;
using NUnit.Framework;
using Qit.Timing.Counting;
using Qit.Timing.OneWay;
using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.OneWay;

public sealed class OneWaySolverTests
{
    private const double Second = 12_000;
    private const double Offset = 5e6;
    private const double Frequency = 3e-10;
    private static readonly double Signal = new FibreDispersion().SlownessAt(1310);
    private static readonly double Idler = new FibreDispersion().SlownessAt(1550);
    private static readonly FirstPath[] Spools = [new(2000, 0.002), new(6000, 0.002), new(10_000, 0.002), new(14_000, 0.002)];

    [Test]
    public void ExactInputGivesExactAnswer()
    {
        Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[10, 50_000], Gen.Double[100, 20_000], Gen.Int[3, 8], Gen.Double[-1e-9, 1e-9])
            .Sample((offset, second, step, count, frequency) =>
            {
                FirstPath[] paths = [.. Enumerable.Range(0, count).Select(index => new FirstPath(index * step, 0))];
                OneWayMeasurement[] dwells =
                    [.. Palindrome(count).Select(one => Exact(one, paths[one.Path].Metres, offset, second, frequency))];
                OneWaySolution solution = new OneWaySolver().Solve(paths, dwells);
                Assert.That(solution.Dispersion, Is.EqualTo(Signal - Idler).Within(1e-7 * Math.Abs(Signal - Idler)));
                Assert.That(solution.SecondPathMetres, Is.EqualTo(second).Within(1e-2));
                // An error of R2 comes back as half a slowness of it: 4.9 ns a metre.
                double expected = offset + (frequency * solution.ReferenceSeconds * 1e12);
                Assert.That(solution.ClockOffsetPicoseconds, Is.EqualTo(expected).Within(5e3 * 1e-2));
                Assert.That(solution.Frequency, Is.EqualTo(frequency).Within(1e-15));
                Assert.That(solution.DegreesOfFreedom, Is.EqualTo(dwells.Length - 5));
            }, iter: 200);
    }

    [Test]
    public void ErrorsAreWhatTheyAreSaidToBe()
    {
        // 2000 experiments with every source of error: pulls of each parameter have unit variance (3 % standard error of the
        // variance: 5 sigma is 0.16) and mean 0 (0.022: 5 sigma is 0.11); chi-square has its mean. The covariance of R2 and
        // t0 is tested through the pull of a sum in which they nearly cancel.
        const int Experiments = 2000;
        var random = new Random(7);
        double[] squares = new double[6];
        double[] means = new double[6];
        double chiSquare = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            OneWayCalibration known = Calibration(random);
            OneWayMeasurement[] dwells = Noisy(random, known);
            OneWaySolution solution = new OneWaySolver(known with { SmallestPValue = 0 }).Solve(Spools, dwells);
            double offset = Offset + (Frequency * solution.ReferenceSeconds * 1e12);
            double combined = (2 * solution.ClockOffsetPicoseconds) - ((Signal + Idler) * solution.SecondPathMetres);
            double[] pulls =
            [
                (solution.Dispersion - (Signal - Idler)) / solution.DispersionError,
                (solution.Slowness - (Signal + Idler)) / solution.SlownessError,
                (solution.SecondPathMetres - Second) / solution.SecondPathErrorMetres,
                (solution.ClockOffsetPicoseconds - offset) / solution.ClockOffsetErrorPicoseconds,
                (combined - (2 * offset) + ((Signal + Idler) * Second)) / CombinedError(solution),
                (solution.Frequency - Frequency) / solution.FrequencyError,
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
    public void PartsOfTheErrorAddUpAndBelongToTheirSources()
    {
        var random = new Random(5);
        OneWayCalibration known = Calibration(random) with { Slowness = new(Signal + Idler, 0.02), Frequency = new(Frequency, 1e-12) };
        OneWaySolution solution = new OneWaySolver(known).Solve(Spools, Noisy(random, known));
        OneWayErrorParts parts = solution.OffsetErrors;
        double[] all =
        [
            parts.Counting, parts.Clocks, parts.Lengths, parts.SwapSwitch, parts.Slowness, parts.Dispersion, parts.Frequency,
            parts.Constant,
        ];
        double sum = Math.Sqrt(all.Sum(part => part * part));
        Assert.That(sum, Is.EqualTo(solution.ClockOffsetErrorPicoseconds).Within(1e-6 * sum));
        Assert.That(parts.Dispersion, Is.Zero);
        // S/D = -4690 for these wavelengths: half of it stands before each position's error.
        double ratio = solution.Slowness / solution.Dispersion;
        Assert.That(parts.SwapSwitch, Is.EqualTo(0.02 * Math.Sqrt(((ratio * ratio) + 1) / 2)).Within(1e-6 * parts.SwapSwitch));
        Assert.That(parts.Constant, Is.EqualTo(known.ConstantErrorPicoseconds));
        Assert.That(parts.Slowness, Is.GreaterThan(0));
    }

    [Test]
    public void IgnoringTheFrequencyBiasesTheOffset()
    {
        // All direct dwells before all swapped ones: 4 dwells of 1 s at 3e-10 look like 1.2 ns of D R2. The lengths do not
        // grow with time, or no fit could tell them from the frequency.
        int[] lengths = [0, 2, 1, 3, 2, 0, 3, 1];
        (int Path, bool IsSwapped, double Seconds)[] order =
            [.. lengths.Select((length, index) => (length, index >= 4, (double)index))];
        OneWayMeasurement[] dwells = [.. order.Select(one => Exact(one, Spools[one.Path].Metres, Offset, Second, Frequency))];
        FirstPath[] exact = [.. Spools.Select(spool => spool with { ErrorMetres = 0 })];
        OneWaySolution right = new OneWaySolver().Solve(exact, dwells);
        var ignoring = new OneWayCalibration { Frequency = new ValueWithError(0, 1e-15), SmallestPValue = 0 };
        OneWaySolution wrong = new OneWaySolver(ignoring).Solve(exact, dwells);
        double truth = Offset + (Frequency * right.ReferenceSeconds * 1e12);
        Assert.That(right.ClockOffsetPicoseconds, Is.EqualTo(truth).Within(1));
        Assert.That(
            Math.Abs(wrong.ClockOffsetPicoseconds - truth), Is.GreaterThan(100 * wrong.ClockOffsetErrorPicoseconds));
        // With the usual limit of p the mistake does not get through.
        Assert.That(FaultOf(ignoring with { SmallestPValue = 1e-3 }, exact, dwells), Is.EqualTo(OneWayFault.Inconsistent));
        // All lengths in order, once: then time and length are one, and the solver says so.
        OneWayMeasurement[] confounded =
        [
            .. Enumerable.Range(0, 8).Select(index => Exact((index % 4, index >= 4, index), Spools[index % 4].Metres, 0, 1e4, 0)),
        ];
        Assert.That(FaultOf(new OneWayCalibration(), exact, confounded), Is.EqualTo(OneWayFault.UnresolvedFrequency));
        // A palindrome takes most of it away even then.
        OneWaySolution palindrome = new OneWaySolver(ignoring).Solve(
            exact, [.. Palindrome(4).Select(one => Exact(one, Spools[one.Path].Metres, Offset, Second, Frequency))]);
        Assert.That(
            palindrome.ClockOffsetPicoseconds,
            Is.EqualTo(Offset + (Frequency * palindrome.ReferenceSeconds * 1e12)).Within(1));
    }

    [Test]
    public void AKnownSlownessHelpsTheOffset()
    {
        var random = new Random(3);
        OneWayCalibration nothing = new();
        OneWayMeasurement[] dwells = Noisy(random, nothing);
        OneWaySolution free = new OneWaySolver(nothing).Solve(Spools, dwells);
        OneWaySolution known = new OneWaySolver(nothing with { Slowness = new(Signal + Idler, 1e-6) }).Solve(Spools, dwells);
        Assert.That(known.SlownessError, Is.LessThan(free.SlownessError));
        Assert.That(known.DegreesOfFreedom, Is.EqualTo(free.DegreesOfFreedom + 1));
        Assert.That(known.ClockOffsetErrorPicoseconds, Is.LessThanOrEqualTo(free.ClockOffsetErrorPicoseconds));
    }

    [Test]
    public void TheBoundFollowsTheCountingErrors()
    {
        OneWayMeasurement[] dwells = Noisy(new Random(9), new OneWayCalibration());
        FirstPath[] exact = [.. Spools.Select(spool => spool with { ErrorMetres = 0 })];
        var solver = new OneWaySolver(new OneWayCalibration { SmallestPValue = 0 });
        OneWaySolution solution = solver.Solve(exact, dwells);
        OneWayMeasurement[] better = [.. dwells.Select(one => one with { ErrorPicoseconds = one.ErrorPicoseconds / 3 })];
        Assert.That(solver.OffsetErrorPicoseconds(exact, dwells, solution),
            Is.EqualTo(solution.ClockOffsetErrorPicoseconds).Within(1e-6 * solution.ClockOffsetErrorPicoseconds));
        Assert.That(solver.OffsetErrorPicoseconds(exact, better, solution),
            Is.EqualTo(solution.ClockOffsetErrorPicoseconds / 3).Within(1e-6 * solution.ClockOffsetErrorPicoseconds));
    }

    [Test]
    public void FaultsAreNamed()
    {
        OneWayMeasurement[] good =
            [.. Palindrome(4).Select(one => Exact(one, Spools[one.Path].Metres, 0, 1000, 0))];
        var nothing = new OneWayCalibration();
        Assert.That(FaultOf(nothing, Spools, [.. good.Where(one => one.Path < 2)]), Is.EqualTo(OneWayFault.TooFewLengths));
        Assert.That(FaultOf(nothing, Spools, [.. good.Where(one => !one.IsSwapped)]), Is.EqualTo(OneWayFault.TooFewLengths));
        Assert.That(
            FaultOf(nothing, [.. Spools.Select(spool => spool with { Metres = 700 })], good),
            Is.EqualTo(OneWayFault.EqualLengths));
        Assert.That(
            FaultOf(nothing, [Spools[0], Spools[0], Spools[1], Spools[1]], good), Is.EqualTo(OneWayFault.EqualLengths));
        Assert.That(
            FaultOf(nothing, Spools, [.. good.Select(one => one with { ErrorPicoseconds = 0 })]),
            Is.EqualTo(OneWayFault.BadNumber));
        Assert.That(FaultOf(nothing, Spools, [.. good.Select(one => one with { Path = 4 })]), Is.EqualTo(OneWayFault.BadNumber));
        Assert.That(
            FaultOf(nothing, Spools, [.. good.Select(one => one with { Seconds = 1 })]),
            Is.EqualTo(OneWayFault.UnresolvedFrequency));
        FirstPath[] exact = [.. Spools.Select(spool => spool with { ErrorMetres = 0 })];
        good[3] = good[3] with { DifferencePicoseconds = good[3].DifferencePicoseconds + 50 };
        Assert.That(FaultOf(nothing, exact, good), Is.EqualTo(OneWayFault.Inconsistent));
        // Both photons of one wavelength: no dispersion, whatever the lengths.
        OneWayMeasurement[] flat =
            [.. Palindrome(4).Select(one => Exact((one.Path, false, one.Seconds), Spools[one.Path].Metres, 0, 1000, 0) with
            {
                IsSwapped = one.IsSwapped,
            })];
        Assert.That(FaultOf(nothing, Spools, flat), Is.EqualTo(OneWayFault.NoDispersion));
        Assert.That(
            () => new OneWaySolver(new OneWayCalibration { Slowness = new ValueWithError(9700, 0) }),
            Throws.InstanceOf<OneWayException>().With.Message.Contains("Slowness"));
    }

    [Test]
    public void AnInconsistencyIsRefusedAsOftenAsItsPValueSays()
    {
        var random = new Random(11);
        int refused = 0;
        var calibration = new OneWayCalibration { SmallestPValue = 0.1 };
        for (int experiment = 0; experiment < 2000; experiment++)
        {
            try
            {
                new OneWaySolver(calibration).Solve(Spools, Noisy(random, calibration));
            }
            catch (OneWayException fault) when (fault.Fault == OneWayFault.Inconsistent)
            {
                refused++;
            }
        }

        // 200 expected, standard deviation 13.4: 5 sigma.
        Assert.That(refused, Is.InRange(133, 267));
    }

    private static OneWayFault FaultOf(
        OneWayCalibration calibration, IReadOnlyList<FirstPath> paths, IReadOnlyList<OneWayMeasurement> dwells) =>
        Assert.Throws<OneWayException>(() => new OneWaySolver(calibration).Solve(paths, dwells))!.Fault;

    private static double CombinedError(OneWaySolution solution)
    {
        double[] gradient = [0, 0, -(Signal + Idler), 2, 0];
        double variance = 0;
        for (int row = 0; row < 5; row++)
        {
            for (int column = 0; column < 5; column++)
                variance += gradient[row] * solution.Covariance[row, column] * gradient[column];
        }

        return Math.Sqrt(variance);
    }

    /// <summary>What is known, with values that differ from the truth (0, 0, S) by draws of the stated errors.</summary>
    private static OneWayCalibration Calibration(Random random) => new()
    {
        DirectSwitchPicoseconds = new(0.02 * SimulatedStreams.Gaussian(random), 0.02),
        SwappedSwitchPicoseconds = new(0.02 * SimulatedStreams.Gaussian(random), 0.02),
        CommonLengthErrorMetres = 0.005,
        ConstantErrorPicoseconds = 20,
        Slowness = new(Signal + Idler + (0.02 * SimulatedStreams.Gaussian(random)), 0.02),
        Noise = new ClockNoise(4e-21, 1e-23),
    };

    /// <summary>Dwells with errors of every kind; the clocks' walk starts at the reference time.</summary>
    private static OneWayMeasurement[] Noisy(Random random, OneWayCalibration calibration)
    {
        double[] real = [.. Spools.Select(spool => spool.Metres + (spool.ErrorMetres * SimulatedStreams.Gaussian(random)))];
        double common = calibration.CommonLengthErrorMetres * SimulatedStreams.Gaussian(random);
        double constant = calibration.ConstantErrorPicoseconds * SimulatedStreams.Gaussian(random);
        (int Path, bool IsSwapped, double Seconds)[] order = [.. Palindrome(4)];
        double middle = order.Average(one => one.Seconds);
        // Both branches of the walk start at the reference time, in small steps; the frequency there is the stated one.
        const double Step = 0.0005;
        const int HalfSpan = 9;
        var walk = new Dictionary<int, double>();
        foreach (int direction in new[] { 1, -1 })
        {
            double phase = 0;
            double frequency = 0;
            for (int index = 0; index < 400; index++)
            {
                walk[direction * index] = phase;
                double kick = Math.Sqrt(calibration.Noise.RandomWalkFrequency * Step) * SimulatedStreams.Gaussian(random);
                phase += ((frequency + (kick / 2)) * Step * 1e12)
                    + (Math.Sqrt(calibration.Noise.WhiteFrequency * Step) * 1e12 * SimulatedStreams.Gaussian(random));
                frequency += kick;
            }
        }

        return
        [
            .. order.Select(one =>
            {
                double error = one.IsSwapped ? 2 : 1;
                OneWayMeasurement exact = Exact(one, real[one.Path] + common, Offset, Second, Frequency);
                int place = (int)Math.Round((one.Seconds - middle) / Step);
                // Each dwell sees the mean over its span; the ends count half.
                double wander = Enumerable.Range(-HalfSpan, (2 * HalfSpan) + 1).Sum(
                    step => walk[place + step] * (Math.Abs(step) == HalfSpan ? 0.5 : 1)) / (2 * HalfSpan);
                return exact with
                {
                    SpanSeconds = 2 * HalfSpan * Step,
                    DifferencePicoseconds =
                        exact.DifferencePicoseconds + wander + constant + (error * SimulatedStreams.Gaussian(random)),
                    ErrorPicoseconds = error,
                };
            }),
        ];
    }

    /// <summary>Each length direct and swapped, 10 ms each, and back.</summary>
    private static IEnumerable<(int Path, bool IsSwapped, double Seconds)> Palindrome(int count)
    {
        for (int index = 0; index < 4 * count; index++)
        {
            int place = index < 2 * count ? index : (4 * count) - 1 - index;
            yield return (place / 2, place % 2 == 1, index * 0.01);
        }
    }

    private static OneWayMeasurement Exact(
        (int Path, bool IsSwapped, double Seconds) one, double metres, double offset, double second, double frequency)
    {
        double first = one.IsSwapped ? Idler : Signal;
        double other = one.IsSwapped ? Signal : Idler;
        double difference = (metres * first) + offset - (second * other) + (frequency * one.Seconds * 1e12);
        return new OneWayMeasurement(one.Path, one.IsSwapped, one.Seconds, 0, difference, 1);
    }
}
