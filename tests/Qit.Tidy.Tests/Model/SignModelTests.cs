using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Qit.Tidy.Tests.Device;
using Qit.Tidy.Tests.Rules;
using Qit.Tidy.Tests.Signs;

namespace Qit.Tidy.Tests.Model;

/// <summary>
/// The sign analysis against a model of the device: random methods are run by .NET and by the model on values around
/// every edge. Where the results differ, the analysis must have reported the method: no silent sign error.
/// </summary>
public sealed class SignModelTests
{
    private const int MethodsPerSeed = 400;
    private static readonly int[] Ints = [0, 1, 5, -1, -2, -1000, int.MaxValue, int.MinValue, 0x40000000];
    private static readonly long[] Longs = [0, 3, -1, -12345, 1L << 31, 0xFFFFFFFF, -(1L << 33), long.MaxValue, long.MinValue + 1];

    [TestCase(1), TestCase(2), TestCase(3), TestCase(4), TestCase(5)]
    public void EveryDifferenceFromDotNet_IsReported(int seed)
    {
        SourceFile source = new("Cases.cs", RandomExpressions.Class(seed, MethodsPerSeed));
        DeviceAssembly device = DeviceCompiler.Compile("Cases", [source]), host = DeviceCompiler.CompileForHost("Cases", [source]);
        Assert.That(device.Errors.Concat(host.Errors), Is.Empty);
        var context = new AssemblyLoadContext("Cases", isCollectible: true);
        Type cases = context.LoadFromStream(new MemoryStream(host.Image!)).GetType("Cases")!;
        var summaries = new SignSummaries(device);
        var random = new Random(seed);
        int different = 0, reported = 0;
        ILookup<bool, MethodDefinition> methods = device.Module!.GetType("Cases").Methods
            .ToLookup(method => method.Name.StartsWith("Case", StringComparison.Ordinal));
        foreach (MethodDefinition helper in methods[false])
            Assert.That(summaries.Analyse(helper).Hazards, Is.Empty, helper.Name);

        foreach (MethodDefinition method in methods[true])
        {
            MethodInfo reference = cases.GetMethod(method.Name)!;
            bool hasReport = summaries.Analyse(method).Hazards.Count > 0;
            bool differs = Inputs(random).Any(input => !SameResult(method, reference, input));
            Assert.That(hasReport || !differs, () => $"seed {seed}: not reported: {SourceOf(source, method)}");
            (different, reported) = (different + (differs ? 1 : 0), reported + (hasReport ? 1 : 0));
        }
        context.Unload();

        TestContext.Out.WriteLine($"seed {seed}: {MethodsPerSeed} methods, {different} differ on the device, {reported} reported");
        // Controls: the expressions do provoke the errors, and the analysis does not simply report everything.
        Assert.That(different, Is.GreaterThan(MethodsPerSeed / 10));
        Assert.That(reported, Is.LessThan(different * 2));
    }

    private static string SourceOf(SourceFile source, MethodDefinition method) =>
        string.Join('\n', source.Text.Split('\n')
            .SkipWhile(line => !line.Contains(method.Name + "(", StringComparison.Ordinal)).Take(11));

    private static IEnumerable<object[]> Inputs(Random random)
    {
        for (int n = 0; n < 60; n++)
        {
            int i = Ints[random.Next(Ints.Length)], u = Ints[random.Next(Ints.Length)];
            long l = Longs[random.Next(Longs.Length)], w = Longs[random.Next(Longs.Length)];
            yield return [i, unchecked((uint)u), l, unchecked((ulong)w), (byte)random.Next(256), (ushort)random.Next(65536)];
        }
    }

    private static bool SameResult(MethodDefinition method, MethodInfo reference, object[] input)
    {
        object? expected;
        try
        {
            expected = reference.Invoke(null, input);
        }
        catch (TargetInvocationException e) when (e.InnerException is OverflowException)
        {
            return true; // int.MinValue / -1 reached by chance: undefined on the device, not a question of signs.
        }
        ModelSlot actual = DeviceModel.Run(method, [.. input.Select(Argument)]);
        return expected switch
        {
            // The tag that a result carries away counts too: a caller would go on with it.
            int value => actual.Low == (uint)value && !(actual.Kind == SlotKind.UInt32 && value < 0),
            long value => actual.Bits == (ulong)value && !(actual.Kind == SlotKind.UInt64 && value < 0),
            double value => actual.Float.Equals(value),
            _ => throw new NotSupportedException($"result {expected}"),
        };
    }

    private static ModelSlot Argument(object value) => value switch
    {
        int number => ModelSlot.Int(number),
        uint number => new ModelSlot(SlotKind.UInt32, number),
        long number => new ModelSlot(SlotKind.Int64, (ulong)number),
        ulong number => new ModelSlot(SlotKind.UInt64, number),
        byte number => ModelSlot.Int(number),
        ushort number => ModelSlot.Int(number),
        _ => throw new NotSupportedException($"argument {value}"),
    };
}
