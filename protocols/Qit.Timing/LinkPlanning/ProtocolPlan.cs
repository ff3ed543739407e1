using Qit.Timing.Tracking;

namespace Qit.Timing.LinkPlanning;

/// <summary>Expected error of one protocol after one averaging time, rms picoseconds; the parts are independent.</summary>
/// <param name="Seconds">Averaging time.</param>
/// <param name="Counting">From the counts; falls as the root of the time.</param>
/// <param name="Calibration">From what the protocol takes as known; no time helps.</param>
/// <param name="Clock">From the clocks' wander during the time, see <see cref="LinkClocks.WanderPicoseconds"/>.</param>
public readonly record struct PlannedError(double Seconds, double Counting, double Calibration, double Clock)
{
    /// <summary>All together.</summary>
    public double Total => Math.Sqrt((Counting * Counting) + (Calibration * Calibration) + (Clock * Clock));
}

/// <summary>What one protocol would do on the link.</summary>
public sealed class ProtocolPlan
{
    private readonly Func<double, (double Counting, double Calibration)>? errors;
    private readonly ClockNoise clock;

    private ProtocolPlan(
        string name, string? obstacle, Func<double, (double Counting, double Calibration)>? errors, ClockNoise clock)
    {
        Name = name;
        Obstacle = obstacle;
        this.errors = errors;
        this.clock = clock;
    }

    /// <summary>round-trip, one-way, two-way, tags or quadrature.</summary>
    public string Name { get; }

    /// <summary>Why the protocol cannot be used here; null when it can.</summary>
    public string? Obstacle { get; }

    /// <summary>What the counts consist of, for printing: names with numbers.</summary>
    public IReadOnlyList<(string Name, double Value, string Unit)> Facts { get; init; } = [];

    /// <summary>Expected error after an averaging time.</summary>
    /// <param name="seconds">Above 0.</param>
    /// <exception cref="InvalidOperationException">The protocol has an obstacle.</exception>
    public PlannedError ErrorAt(double seconds)
    {
        if (errors is null) throw new InvalidOperationException($"{Name} cannot be used: {Obstacle}");
        (double counting, double calibration) = errors(seconds);
        return new PlannedError(seconds, counting, calibration, LinkClocks.WanderPicoseconds(clock, seconds));
    }

    /// <summary>The averaging time of smallest error: counting falls with it, the clocks' wander rises.</summary>
    /// <param name="longestSeconds">Longest that is looked at.</param>
    public PlannedError Best(double longestSeconds) => ErrorAt(Math.Exp(
        GoldenSection.Minimum(time => ErrorAt(Math.Exp(time)).Total, Math.Log(1e-3), Math.Log(longestSeconds))));

    internal static ProtocolPlan Of(
        string name, ClockNoise clock, Func<double, (double Counting, double Calibration)> errors,
        IReadOnlyList<(string Name, double Value, string Unit)> facts) => new(name, null, errors, clock) { Facts = facts };

    internal static ProtocolPlan Blocked(string name, string obstacle) => new(name, obstacle, null, new ClockNoise(0, 0));
}

/// <summary>Minimum of a function that may be infinite in part of its range.</summary>
internal static class GoldenSection
{
    private const int GridSteps = 30;
    private const double Ratio = 0.618_033_988_749_894_9;

    /// <summary>A grid first, then golden sections about its best place.</summary>
    public static double Minimum(Func<double, double> function, double low, double high, double tolerance = 1e-3)
    {
        double step = (high - low) / GridSteps;
        double best = low + (step * Enumerable.Range(0, GridSteps + 1).MinBy(index => function(low + (index * step))));
        (low, high) = (Math.Max(low, best - step), Math.Min(high, best + step));
        double left = high - (Ratio * (high - low)), right = low + (Ratio * (high - low));
        double atLeft = function(left), atRight = function(right);
        while (high - low > tolerance)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Ratio * (high - low));
                atLeft = function(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Ratio * (high - low));
                atRight = function(right);
            }
        }

        // An end of the range may be the best place of all.
        return new[] { low, (low + high) / 2, high }.MinBy(function);
    }
}
