using System.Globalization;
using Qit.Timing.TwoWay;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>How the two-way protocol is measured, and what is known of the hardware beside the counts.</summary>
public sealed record TwoWayMeasurement
{
    /// <summary>Part of half a turn that the first step of the rate may turn the phase by; the rest is for noise.</summary>
    private const double ShareOfHalfTurn = 0.75;

    private const double GoldenSection = 0.618034;
    private const double LargestSpread = 0.1;

    /// <summary>Wavelength, m, 1e-7 to 1e-4.</summary>
    public double WavelengthMetres { get; init; } = 1.55e-6;

    /// <summary>What tA - tB is believed to be, ps.</summary>
    public double ExpectedOffsetPicoseconds { get; init; }

    /// <summary>How far it may be from that at most, ps, 1 to 1e9: the slowest rate follows from it. An offset further away is
    /// answered wrongly, by a multiple of the ambiguity.</summary>
    public double ExpectedOffsetErrorPicoseconds { get; init; } = 3e6;

    /// <summary>Highest rate of the ramps, m/s of optical path, 1e-6 to 2. It is reached from the slowest by doubling.</summary>
    public double HighestRateMetresPerSecond { get; init; } = 2;

    /// <summary>Pairs of fringes, one at each sign of the rate, at the highest rate, on the way up and again on the way down;
    /// 1 to 1000.</summary>
    public int HighestRatePairs { get; init; } = 6;

    /// <summary>Passes up and down the phase steps in each of those fringes, 1 to 1000; the others have one.</summary>
    public int HighestRateCycles { get; init; } = 2;

    /// <summary>Live time at a phase step on each visit, microseconds, 100 to 6e7.</summary>
    public int DwellMicroseconds { get; init; } = 45_000;

    /// <summary>Longest gate, microseconds, 100 to 1e7: best a multiple of the ramps' period.</summary>
    public int GateMicroseconds { get; init; } = 50_000;

    /// <summary>Wait after the phase shifter has arrived, microseconds, 0 to 6e7.</summary>
    public int SettleMicroseconds { get; init; } = 5_000;

    /// <summary>Wait after a station's ramps run, microseconds, 0 to 6e7.</summary>
    public int RampSettleMicroseconds { get; init; }

    /// <summary>Dead time of the detectors, ps, 0 to 1e9.</summary>
    public double DeadTimePicoseconds { get; init; }

    /// <summary>How well the scale of the phase steps is known beforehand: standard error over the scale, 1e-6 to 1; the fringes
    /// usually tell better.</summary>
    public double StepScaleStandardError { get; init; } = 0.1;

    /// <summary>How well each phase step is known beside that, radians rms, 1e-6 to 1.</summary>
    public double StepErrorRadians { get; init; } = 0.02;

    /// <summary>By how much the visibility differs from fringe to fringe, rms over visibility, 1e-6 to 1. What the quarter waves
    /// are wrong by shows in it.</summary>
    public double VisibilitySpread { get; init; } = 0.005;

    /// <summary>So much may a phase difference scatter beyond counting, radians rms, 0 to 1: it is estimated, and enters the
    /// error.</summary>
    public double LargestScatterRadians { get; init; } = 0.2;

    /// <summary>How fast the difference of both directions' phases at rest may drift, rad/s, 1e-9 to 10.</summary>
    public double LargestDriftRadiansPerSecond { get; init; } = 0.1;

    /// <summary>Standard error of the wavelength over the wavelength.</summary>
    public double WavelengthRelativeStandardError { get; init; }

    /// <summary>Standard error of the ramps' rate v over v.</summary>
    public double RateRelativeStandardError { get; init; }

    /// <summary>Standard error of the difference of both stations' rates over v.</summary>
    public double RateMismatchStandardError { get; init; }

    /// <summary>Travel time one way, roughly, ps, 0 to 1e12.</summary>
    public double TravelPicoseconds { get; init; } = 5e7;

    /// <summary>Standard error of the difference of both travel times, ps, 0 to 1e12.</summary>
    public double AsymmetryStandardErrorPicoseconds { get; init; }

    /// <summary>Checks every field.</summary>
    /// <exception cref="BadInputException">A field is out of range; the message names it under the given path.</exception>
    public void Check(string path)
    {
        Demand(path, nameof(WavelengthMetres), WavelengthMetres, 1e-7, 1e-4);
        Demand(path, nameof(ExpectedOffsetPicoseconds), ExpectedOffsetPicoseconds, -1e15, 1e15);
        Demand(path, nameof(ExpectedOffsetErrorPicoseconds), ExpectedOffsetErrorPicoseconds, 1, 1e9);
        Demand(path, nameof(HighestRateMetresPerSecond), HighestRateMetresPerSecond, 1e-6, 2);
        Demand(path, nameof(HighestRatePairs), HighestRatePairs, 1, 1000);
        Demand(path, nameof(HighestRateCycles), HighestRateCycles, 1, 1000);
        Demand(path, nameof(DwellMicroseconds), DwellMicroseconds, 100, 6e7);
        Demand(path, nameof(GateMicroseconds), GateMicroseconds, 100, 1e7);
        Demand(path, nameof(SettleMicroseconds), SettleMicroseconds, 0, 6e7);
        Demand(path, nameof(RampSettleMicroseconds), RampSettleMicroseconds, 0, 6e7);
        Demand(path, nameof(DeadTimePicoseconds), DeadTimePicoseconds, 0, 1e9);
        Demand(path, nameof(StepScaleStandardError), StepScaleStandardError, 1e-6, 1);
        Demand(path, nameof(StepErrorRadians), StepErrorRadians, 1e-6, 1);
        Demand(path, nameof(VisibilitySpread), VisibilitySpread, 1e-6, 1);
        Demand(path, nameof(LargestScatterRadians), LargestScatterRadians, 0, 1);
        Demand(path, nameof(LargestDriftRadiansPerSecond), LargestDriftRadiansPerSecond, 1e-9, 10);
        Demand(path, nameof(WavelengthRelativeStandardError), WavelengthRelativeStandardError, 0, 0.1);
        Demand(path, nameof(RateRelativeStandardError), RateRelativeStandardError, 0, 0.1);
        Demand(path, nameof(RateMismatchStandardError), RateMismatchStandardError, 0, 0.1);
        Demand(path, nameof(TravelPicoseconds), TravelPicoseconds, 0, 1e12);
        Demand(path, nameof(AsymmetryStandardErrorPicoseconds), AsymmetryStandardErrorPicoseconds, 0, 1e12);
    }

    /// <summary>Rates in the order in which they are measured, nm/s, with passes each. Both signs of every rate follow each
    /// other, up the rates and then, in reverse, down: a steady drift is then independent of the rate.</summary>
    internal IReadOnlyList<(int Rate, int Cycles)> Plan()
    {
        // From plus to minus the slowest rate, the first step, is twice that rate.
        double slowest = ShareOfHalfTurn * WavelengthMetres / (16e-12 * ExpectedOffsetErrorPicoseconds);
        int doublings = (int)Math.Ceiling(Math.Max(0, Math.Log2(HighestRateMetresPerSecond / slowest)));
        var up = new List<(int Rate, int Cycles)>();
        for (int doubling = doublings; doubling >= 0; doubling--)
        {
            bool isHighest = doubling == 0;
            int rate = (int)Math.Max(1, Math.Round(HighestRateMetresPerSecond * 1e9 / Math.Pow(2, doubling)));
            for (int pair = 0; pair < (isHighest ? HighestRatePairs : 1); pair++)
            {
                int cycles = isHighest ? HighestRateCycles : 1;
                int spread = (int)Math.Round(rate * (1 - (Spread * (pair * GoldenSection % 1))));
                up.Add((spread, cycles));
                up.Add((-spread, cycles));
            }
        }

        return [.. up, .. Enumerable.Reverse(up)];
    }

    /// <summary>The highest rate is not quite the same every time, so that its fringes lie everywhere in two turns: fringes of
    /// all phases tell the phase steps best, and what is left of their error averages out.</summary>
    private double Spread =>
        Math.Min(LargestSpread, WavelengthMetres / (TravelPicoseconds * 1e-12 * HighestRateMetresPerSecond));

    /// <summary>The solver that fits the plan.</summary>
    internal TwoWaySolver Solver() => new()
    {
        WavelengthMetres = WavelengthMetres,
        ExpectedOffsetSeconds = ExpectedOffsetPicoseconds * 1e-12,
        ExpectedOffsetErrorSeconds = ExpectedOffsetErrorPicoseconds * 1e-12,
        Rest = RestPhase.Drifting,
        LargestDriftRadiansPerSecond = LargestDriftRadiansPerSecond,
        LargestScatterRadians = LargestScatterRadians,
        SmallestPValue = 1e-6,
    };

    private static void Demand(string path, string name, double value, double least, double most)
    {
        // Written so that NaN fails, too.
        if (value >= least && value <= most)
            return;
        string field = char.ToLowerInvariant(name[0]) + name[1..];
        throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"{path}.{field} is {value}; right would be {least} to {most}"));
    }
}
