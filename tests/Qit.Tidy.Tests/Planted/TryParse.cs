using System;

namespace Planted;

public static class TryParseViolations
{
    public static int Parse(string text)
    {
        int.TryParse(text, out int value); //! TRYPARSE
        return value;
    }

    public static bool IsTime(string text) => DateTime.TryParse(text, out DateTime _); //! TRYPARSE
}

public static class NearMiss
{
    public static int Parse(string text) => int.Parse(text);

    public static bool TryParse(string text, out int value)
    {
        value = text.Length;
        return value > 0;
    }

    public static bool Own(string text) => TryParse(text, out int _);
}
