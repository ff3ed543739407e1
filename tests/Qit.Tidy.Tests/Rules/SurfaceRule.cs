using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Qit.Tidy.Tests.Device;
using Qit.Tidy.Tests.Surface;

namespace Qit.Tidy.Tests.Rules;

/// <summary>
/// What the device does not have. The compiler finds it, because it sees only the listed API; the look-up of
/// every reference in the IL is the cross-check on the generated stubs and on what the compiler adds by itself.
/// </summary>
internal sealed class SurfaceRule : IRule
{
    private const string Right = "use what " + NanoSurface.ListPath + " lists";

    public string Id => "SURFACE";

    public IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        assembly.Errors.Count > 0 ? assembly.Errors.Select(error => FromCompiler(assembly, error)) : FromMetadata(assembly);

    private Finding FromCompiler(DeviceAssembly assembly, Diagnostic error)
    {
        string message = error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        string wrong = $"does not compile for the device: {error.Id} {message}";
        if (!error.Location.IsInSource)
            return new Finding(assembly.Name + " (compiler-generated)", 0, Id, wrong, Right);
        FileLinePositionSpan span = error.Location.GetLineSpan();
        return new Finding(span.Path, span.StartLinePosition.Line + 1, Id, wrong, Right);
    }

    private IEnumerable<Finding> FromMetadata(DeviceAssembly assembly)
    {
        var lookup = new SurfaceLookup(NanoSurface.Committed, assembly);
        var lines = new SourceLines(assembly);
        foreach (TypeUse use in ModuleWalk.TypeUses(assembly))
            foreach (TypeReference type in ModuleWalk.Parts(use.Type).Where(part => !lookup.HasType(part)))
                yield return lines.Finding(use.Member, use.Instruction, Id, $"type {type.FullName} is not on the device", Right);
        foreach (MethodDefinition method in ModuleWalk.Methods(assembly))
            foreach (var instruction in ModuleWalk.Instructions(method))
                if (instruction.Operand is MemberReference member and not TypeReference && !lookup.HasMember(member))
                    yield return lines.Finding(method, instruction, Id, $"member {member.FullName} is not on the device", Right);
    }
}
