using System.Globalization;

namespace Qit.Agent.Progress;

/// <summary>Numbers for people: SI prefixes, and no more digits than the uncertainty allows.</summary>
internal static class Units
{
    private static readonly (double Seconds, string Name)[] TimeUnits =
        [(1, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"), (1e-12, "ps"), (1e-15, "fs")];

    /// <summary>A time with its standard error in one unit, e.g. "+1234.567 +- 0.012 ns".</summary>
    public static string TimeWithError(double picoseconds, double standardErrorPicoseconds)
    {
        if (!double.IsFinite(picoseconds))
            return "unknown";
        (double scale, string name) = UnitOf(Math.Max(Math.Abs(picoseconds), OrZero(standardErrorPicoseconds)));
        string format = "0." + new string('0', Decimals(standardErrorPicoseconds / scale));
        return string.Create(CultureInfo.InvariantCulture,
            $"{Signed(picoseconds / scale, format)} +- " +
            $"{(standardErrorPicoseconds / scale).ToString(format, CultureInfo.InvariantCulture)} {name}");
    }

    /// <summary>A value with its standard error, e.g. "+1.2345 +- 0.0012".</summary>
    public static string ValueWithError(double value, double standardError)
    {
        string format = "0." + new string('0', Decimals(standardError));
        return $"{Signed(value, format)} +- " +
            standardError.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A time with three significant digits.</summary>
    public static string Time(double picoseconds)
    {
        if (!double.IsFinite(picoseconds))
            return "unknown";
        (double scale, string name) = UnitOf(Math.Abs(picoseconds));
        return string.Create(CultureInfo.InvariantCulture, $"{picoseconds / scale:G3} {name}");
    }

    /// <summary>A count, thousands apart by blanks.</summary>
    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>Seconds, or minutes and seconds, or hours and minutes.</summary>
    public static string Duration(double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Round(seconds, 1));
        return span switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalHours)} h {span.Minutes} min"),
        };
    }

    /// <summary>With its sign; what rounds to nothing is "+0.0", from either side.</summary>
    private static string Signed(double value, string format)
    {
        string digits = Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);
        return (value < 0 && digits.AsSpan().ContainsAnyInRange('1', '9') ? "-" : "+") + digits;
    }

    private static double OrZero(double value) => double.IsFinite(value) ? value : 0;

    private static (double Picoseconds, string Name) UnitOf(double picoseconds)
    {
        foreach ((double seconds, string name) in TimeUnits)
        {
            if (picoseconds >= seconds * 1e12)
                return (seconds * 1e12, name);
        }
        return (TimeUnits[^1].Seconds * 1e12, TimeUnits[^1].Name);
    }

    // Two significant digits of the uncertainty.
    private static int Decimals(double uncertainty) =>
        uncertainty > 0 && double.IsFinite(uncertainty)
            ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(uncertainty)), 1, 9)
            : 3;
}
