using System.Text;

namespace Qit.Tidy.Tests.Model;

/// <summary>Random C# expressions over every integer width and sign, with casts, conditionals, locals and calls.</summary>
internal sealed class RandomExpressions(Random random)
{
    public const string Parameters = "int i, uint u, long l, ulong w, byte b, ushort s";

    private const string Helpers = """
            static int Thrice(int x) => x * 3;
            static int Eighth(int x) => (x - 5) >> 3;
            static long Below(long x) => (x - 1000) >> 2;
            static long Twice(long x) => x * 2;
            static long Wide(byte x) => x;
            static int Nibble(uint x) => (int)(x & 15);
            static uint Mix(uint x) => x * 2654435761u ^ x >> 7;

        """;

    // unchecked, because the compiler folds constants and would refuse those that overflow.

    /// <summary>A class with that many methods Case0, Case1, ... that return long or double.</summary>
    public static string Class(int seed, int count)
    {
        var expressions = new RandomExpressions(new Random(seed));
        var text = new StringBuilder("public static class Cases\n{\n" + Helpers);
        for (int n = 0; n < count; n++)
            text.Append(expressions.Method(n));
        return text.Append("}\n").ToString();
    }

    private string Method(int n) => random.Next(6) switch
    {
        5 => Loop(n),
        0 => $"    public static double Case{n}({Parameters}) => unchecked((double)({(random.Next(2) == 0 ? Int(4) : Long(4))}));\n",
        1 => $"    public static int Case{n}({Parameters}) => unchecked({Int(4)});\n",
        2 => Local(n, "long", Long(2), Long(3), Pick("r", "r >> 3", "(r - l) % 11")),
        3 => Local(n, "int", Int(2), Int(3), Pick("r", "r >> 3", "(r - i) % 11", "Eighth(r)")),
        _ => $"    public static long Case{n}({Parameters}) => unchecked({Long(4)});\n",
    };

    private static string Local(int n, string type, string first, string added, string result) =>
        $"    public static {type} Case{n}({Parameters}) "
        + $"{{ unchecked {{ {type} r = {first}; if (i > 3) r += {added}; return {result}; }} }}\n";

    /// <summary>A factor that changes its bound, and at times its sign, from round to round.</summary>
    private string Loop(int n) => $$"""
            public static long Case{{n}}({{Parameters}})
            {
                int n = {{random.Next(1, 9)}};
                long r = {{Pick("0", "l", "b")}};
                for (int k = 0; k < 6; k++)
                {
                    long x = ((long)({{Pick("b", "s", "u", "(u >> 20)")}}) {{Pick("*", "-", "+")}} n) {{Pick(">> 2", "% 7", "/ 3")}};
                    r {{Pick("+=", "^=")}} x;
                    n {{Pick("-=", "+=", "*=", "/=")}} {{random.Next(1, 4)}};
                }
                return r;
            }

        """;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private string Int(int depth) => depth == 0
        ? Pick("i", "(int)u", "b", "s", "7", "-3", "(int)l", "(int)w")
        : random.Next(12) switch
        {
            0 => $"({Int(depth - 1)} + {Int(depth - 1)})",
            1 => $"({Int(depth - 1)} - {Int(depth - 1)})",
            2 => $"({Int(depth - 1)} * {Int(depth - 1)})",
            3 => $"({Int(depth - 1)} {Pick("&", "|", "^")} {Int(depth - 1)})",
            4 => $"({Int(depth - 1)} >> {random.Next(1, 31)})",
            5 => $"({Int(depth - 1)} % {Pick("7", "-5", "1000")})",
            6 => $"({Int(depth - 1)} / {Pick("3", "-4", "100")})",
            7 => $"((int){Uint(depth - 1)})",
            8 => $"((int){Long(depth - 1)})",
            9 => $"(i < {random.Next(9)} ? {Int(depth - 1)} : {Int(depth - 1)})",
            10 => $"{Pick("Thrice", "Eighth")}({Int(depth - 1)})",
            _ => $"(-({Int(depth - 1)}) {Pick(">>>", "<<")} {random.Next(1, 9)})",
        };

    private string Uint(int depth) => depth == 0
        ? Pick("u", "(uint)i", "15u", "(uint)w")
        : random.Next(7) switch
        {
            0 => $"({Uint(depth - 1)} {Pick("+", "-", "*")} {Uint(depth - 1)})",
            1 => $"({Uint(depth - 1)} {Pick("&", "|", "^")} {Uint(depth - 1)})",
            2 => $"({Uint(depth - 1)} {Pick(">>", "<<")} {random.Next(1, 31)})",
            3 => $"({Uint(depth - 1)} {Pick("%", "/")} {Pick("9u", "1000u")})",
            4 => $"((uint){Int(depth - 1)})",
            5 => $"Mix({Uint(depth - 1)})",
            _ => $"({Uint(depth - 1)} & {Pick("0x7Fu", "0xFFFFu")})",
        };

    private string Long(int depth) => depth == 0
        ? Pick("l", "(long)u", "(long)w", "(long)i", "(long)b", "(long)s", "5L", "0xFFFFFFFFL", "-9L")
        : random.Next(12) switch
        {
            0 => $"({Long(depth - 1)} + {Long(depth - 1)})",
            1 => $"({Long(depth - 1)} - {Long(depth - 1)})",
            2 => $"({Long(depth - 1)} * {Long(depth - 1)})",
            3 => $"({Long(depth - 1)} {Pick("&", "|", "^")} {Long(depth - 1)})",
            4 => $"({Long(depth - 1)} >> {random.Next(1, 63)})",
            5 => $"({Long(depth - 1)} % {Pick("7", "-5", "1000")})",
            6 => $"({Long(depth - 1)} / {Pick("3", "-4", "100")})",
            7 => $"((long){Int(depth - 1)})",
            8 => $"((long){Uint(depth - 1)})",
            9 => $"(l > {random.Next(9)} ? {Long(depth - 1)} : {Long(depth - 1)})",
            10 => $"{Pick("Below", "Twice")}({Long(depth - 1)})",
            _ => Pick("Wide(b)", $"Nibble({Uint(depth - 1)})", $"((long)(w >> {random.Next(1, 40)}))"),
        };
}
