using Mono.Cecil;
using Mono.Cecil.Cil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Rules;

/// <summary>stackalloc, fixed, pointers and function pointers: unsupported by the device's interpreter.</summary>
internal sealed class PointerRule : IRule
{
    private static readonly HashSet<Code> Unsupported =
    [
        Code.Localloc, Code.Calli, Code.Cpblk, Code.Initblk, Code.Mkrefany, Code.Refanyval, Code.Refanytype,
        Code.Arglist, Code.Jmp, Code.Tail,
    ];

    public string Id => "POINTER";

    public IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        const string right = "use an array with offset and count, and delegates";
        var lines = new SourceLines(assembly);
        foreach (TypeUse use in ModuleWalk.TypeUses(assembly))
            if (ModuleWalk.Parts(use.Type).Any(part => part is PointerType or FunctionPointerType or PinnedType))
                yield return lines.Finding(use.Member, use.Instruction, Id,
                    $"pointer or pinned type {use.Type.FullName} is unsupported", right);
        foreach (MethodDefinition method in ModuleWalk.Methods(assembly))
            foreach (Instruction instruction in ModuleWalk.Instructions(method).Where(i => Unsupported.Contains(i.OpCode.Code)))
                yield return lines.Finding(method, instruction, Id, $"instruction {instruction.OpCode.Name} is unsupported", right);
    }
}
