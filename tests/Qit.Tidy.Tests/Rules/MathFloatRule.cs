using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Rules;

/// <summary>
/// The device has Max, Min, Abs and Sign for int, float and double only, and C# prefers float for a long or a
/// uint: 24 bits of the integer survive.
/// </summary>
internal sealed class MathFloatRule : InstructionRule
{
    public override string Id => "MATHFLOAT";

    protected override string Right => "write a comparison (a > b ? a : b) on the integers";

    protected override string? Wrong(MethodDefinition method, Instruction instruction) =>
        instruction.Operand is MethodReference { DeclaringType.FullName: "System.Math" } call
        && call.Parameters.Any(p => p.ParameterType.MetadataType == MetadataType.Single)
            ? $"Math.{call.Name} binds to float on the device: integers lose all but 24 bits"
            : null;
}
