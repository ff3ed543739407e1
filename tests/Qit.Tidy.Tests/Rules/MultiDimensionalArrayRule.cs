using Mono.Cecil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Rules;

/// <summary><c>int[,]</c> compiles for the device and crashes it at load.</summary>
internal sealed class MultiDimensionalArrayRule : IRule
{
    public string Id => "MDARRAY";

    public IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        var lines = new SourceLines(assembly);
        foreach (TypeUse use in ModuleWalk.TypeUses(assembly))
            if (ModuleWalk.Parts(use.Type).FirstOrDefault(part => part is ArrayType { Rank: > 1 }) is { } array)
                yield return lines.Finding(use.Member, use.Instruction, Id,
                    $"{array.Name} crashes the device at load", "use one array with row * width + column, or an array of arrays");
    }
}
