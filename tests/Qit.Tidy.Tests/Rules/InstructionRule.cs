using Mono.Cecil;
using Mono.Cecil.Cil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Rules;

/// <summary>A rule that can tell from one instruction and its neighbours.</summary>
internal abstract class InstructionRule : IRule
{
    public abstract string Id { get; }

    protected abstract string Right { get; }

    /// <summary>What is wrong with the instruction, or null.</summary>
    protected abstract string? Wrong(MethodDefinition method, Instruction instruction);

    public IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        var lines = new SourceLines(assembly);
        foreach (MethodDefinition method in ModuleWalk.Methods(assembly))
            foreach (Instruction instruction in ModuleWalk.Instructions(method))
                if (Wrong(method, instruction) is { } wrong)
                    yield return lines.Finding(method, instruction, Id, wrong, Right);
    }
}
