namespace Planted;

public enum Station : byte
{
    Alice,
    Bob,
}

public static class EnumTextViolations
{
    public static string Direct(Station station) => station.ToString(); //! ENUMTEXT
    public static string Interpolated(Station station, int x) => $"{x:D3} at {station}"; //! ENUMTEXT
    public static string Joined(Station station) => "at " + station; //! ENUMTEXT
    public static string Formatted(Station station) => string.Format("at {0}", station); //! ENUMTEXT
}

public static class NearMiss
{
    public static string Direct(Station station) => station switch { Station.Alice => "Alice", _ => "Bob" };
    public static string Number(Station station) => ((int)station).ToString();
    public static string Interpolated(int x, uint y) => $"{x:D3} {y:X8} {(byte)x}";
    public static bool Same(Station a, Station b) => a == b;
    public static object Boxed(Station station) => station;
}
