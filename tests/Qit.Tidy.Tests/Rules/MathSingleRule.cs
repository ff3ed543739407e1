using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Rules;

/// <summary>Stock ESP32 firmware is built with single-precision System.Math, whatever the signatures say.</summary>
internal sealed class MathSingleRule : InstructionRule
{
    public override string Id => "MATHSINGLE";

    protected override string Right => "compute in fixed point or from a table, or ship raw numbers to the host";

    protected override string? Wrong(MethodDefinition method, Instruction instruction) =>
        instruction.Operand is MethodReference { DeclaringType.FullName: "System.Math" } call
        && (call.Parameters.Any(p => p.ParameterType.MetadataType == MetadataType.Double)
            || call.ReturnType.MetadataType == MetadataType.Double)
            ? $"Math.{call.Name}(double) is single precision on stock firmware"
            : null;
}
