using System.Globalization;
using Qit.Hal.Simulation;

namespace Qit.Agent.Commands;

/// <summary>A fault as the command line writes it: STATION:frequency=1e-12@DAY, STATION:frequency=1e-12@DAY/DAYS for one that
/// grows over days, STATION:jump=50ps@DAY.</summary>
internal static class MonitorFault
{
    private const double SecondsPerDay = 86_400;
    private const double LargestJumpSeconds = 1;
    private const double LargestFrequency = 1e-6;

    private static readonly (string Name, double Seconds)[] Units =
        [("fs", 1e-15), ("ps", 1e-12), ("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3), ("s", 1)];

    /// <summary>Reads one.</summary>
    /// <param name="text">As written.</param>
    /// <param name="stations">Number of stations; they are counted from 1.</param>
    /// <exception cref="BadInputException">It is not one.</exception>
    public static ClockFault Parse(string text, int stations)
    {
        string[] parts = text.Split(':', '=', '@');
        if (parts.Length != 4 || text.IndexOf(':') > text.IndexOf('=') || text.IndexOf('=') > text.IndexOf('@'))
            throw Wrong(text, "has not the right form");
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int station)
            || station < 1 || station > stations)
            throw Wrong(text, $"is of no station from 1 to {stations}");
        string[] when = parts[3].Split('/');
        double day = Number(text, when[0], 1e5);
        switch (parts[1])
        {
            case "jump" when when.Length == 1:
                (string name, double unit) = Units.FirstOrDefault(one => parts[2].EndsWith(one.Name, StringComparison.Ordinal));
                if (name is null) throw Wrong(text, "has a jump without unit");
                double jump = Number(text, parts[2][..^name.Length], LargestJumpSeconds / unit) * unit;
                return new ClockFault(station - 1, ClockFaultKind.Jump, jump, day * SecondsPerDay);
            case "frequency" when when.Length <= 2:
                double over = when.Length == 2 ? Number(text, when[1], 1e5) : 0;
                return new ClockFault(
                    station - 1, ClockFaultKind.Frequency, Number(text, parts[2], LargestFrequency), day * SecondsPerDay,
                    over * SecondsPerDay);
            default:
                throw Wrong(text, "is neither jump nor frequency");
        }
    }

    /// <summary>In words.</summary>
    public static string Describe(ClockFault fault) => fault.Kind == ClockFaultKind.Jump
        ? string.Create(CultureInfo.InvariantCulture,
            $"jumps by {fault.Size * 1e12:0.###} ps on day {fault.AtSeconds / SecondsPerDay:0.###}")
        : string.Create(CultureInfo.InvariantCulture,
            $"frequency changes by {fault.Size:0.###e+0} on day {fault.AtSeconds / SecondsPerDay:0.###}")
            + (fault.OverSeconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $", over {fault.OverSeconds / SecondsPerDay:0.###} days"));

    private static double Number(string whole, string text, double largest) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && Math.Abs(value) <= largest ? value : throw Wrong(whole, $"has the number '{text}'");

    private static BadInputException Wrong(string text, string what) => new(
        $"--fault '{text}' {what}; right would be 3:frequency=1e-12@12, 3:frequency=1e-12@12/10 (over 10 days) or "
        + "3:jump=50ps@16");
}
