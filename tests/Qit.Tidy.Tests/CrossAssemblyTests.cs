using Qit.Tidy.Tests.Device;
using Qit.Tidy.Tests.Rules;

namespace Qit.Tidy.Tests;

/// <summary>Portable projects build on each other: types travel across assemblies, and one broken project hides no other's findings.</summary>
public sealed class CrossAssemblyTests
{
    private const string Below = """
        public static class Below
        {
            public static long Quarter(long value, long x) => (value - x) >> 2;
            public static long Double(long value) => value * 2;
            public static int Nibble(uint u) => (int)(u & 15);
        }
        """;

    private static DeviceAssembly Compile(string name, string text, params DeviceAssembly[] references) =>
        DeviceCompiler.Compile(name, [new SourceFile(name + ".cs", text)], references);

    private static IEnumerable<string> Report(DeviceAssembly assembly) =>
        PortableRules.Check(assembly).Select(finding => $"{finding.File}:{finding.Line}: {finding.Rule}");

    [Test]
    public void WrongType_IsFollowedIntoAndOutOfReferencedAssemblies()
    {
        DeviceAssembly below = Compile("Below", Below);
        DeviceAssembly above = Compile("Above", """
            public static class Above
            {
                public static long Into(byte b) => Below.Quarter(b, 9);
                public static int OutOf(uint u) => (Below.Nibble(u) - 9) >> 1;
                public static long Harmless(byte b, uint u) => Below.Double(b) + Below.Nibble(u) % 3;
            }
            """, below);
        Assert.That(Report(below), Is.Empty);
        Assert.That(Report(above), Is.EquivalentTo(new[] { "Above.cs:3: SIGNCARRY", "Above.cs:4: SIGNSHIFT" }));
    }

    [Test]
    public void BrokenReference_LeavesTheFindingsOfOthers()
    {
        DeviceAssembly below = Compile("Below", Below.Replace("value * 2", "System.Math.BigMul(3, (int)value)", StringComparison.Ordinal));
        DeviceAssembly above = Compile("Above", """
            public static class Above
            {
                public static long Into(int i) => Below.Quarter(i, 9);
                public static int Shift(uint u) => (int)u >> 1;
            }
            """, below);
        Assert.That(Report(below), Is.EquivalentTo(new[] { "Below.cs:4: SURFACE" }));
        Assert.That(Report(above), Is.EquivalentTo(new[] { "Above.cs:4: SIGNSHIFT" }));
    }
}
