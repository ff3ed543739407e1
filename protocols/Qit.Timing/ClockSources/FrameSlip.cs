namespace Qit.Timing.ClockSources;

/// <summary>How often two digital networks lose or repeat a frame because their clocks differ (ITU-T G.811, G.822).
/// </summary>
public static class FrameSlip
{
    /// <summary>A frame of 8 kHz sampling.</summary>
    public const double FrameSeconds = 125e-6;

    /// <summary>Time between slips, 125 us / (2 |y|): two clocks, each at the edge of its accuracy, one fast, one slow
    /// (ITU-T FG QIT4N D1.2, 7.1).</summary>
    /// <param name="accuracy">Fractional frequency accuracy y of each clock; its sign does not matter.</param>
    /// <returns>Seconds; infinite for 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not a number.</exception>
    public static double IntervalSeconds(double accuracy) => double.IsNaN(accuracy)
        ? throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, "must be a number")
        : FrameSeconds / (2 * Math.Abs(accuracy));
}
