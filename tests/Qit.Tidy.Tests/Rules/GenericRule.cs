using Mono.Cecil;
using Mono.Cecil.Cil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Rules;

/// <summary>v1 loads no generics: an own one, Func or Action of something crash or hang at load, with no build error.</summary>
internal sealed class GenericRule : IRule
{
    private const string Right = "write a non-generic type, and a delegate of its own instead of Func<> or Action<>";

    public string Id => "GENERIC";

    public IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        var lines = new SourceLines(assembly);
        foreach (TypeUse use in ModuleWalk.TypeUses(assembly))
            if (ModuleWalk.Parts(use.Type).FirstOrDefault(IsGeneric) is { } generic)
                yield return lines.Finding(use.Member, use.Instruction, Id,
                    $"generic type {generic.Name} crashes the device at load", Right);
        foreach (MethodDefinition method in ModuleWalk.Methods(assembly))
        {
            if (method.HasGenericParameters)
                yield return lines.Finding(method, null, Id, $"generic method {method.Name} crashes the device at load", Right);
            foreach (Instruction instruction in ModuleWalk.Instructions(method))
                if (instruction.Operand is GenericInstanceMethod call)
                    yield return lines.Finding(method, instruction, Id,
                        $"generic method {call.Name} crashes the device at load", Right);
        }
    }

    // A type parameter alone is not named: its owner is reported already.
    private static bool IsGeneric(TypeReference type) =>
        type is GenericInstanceType || type is not GenericParameter && type.HasGenericParameters;
}
