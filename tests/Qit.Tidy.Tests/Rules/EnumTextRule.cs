using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Rules;

/// <summary>An enum's text is its number on the device: directly by ToString, or boxed into text building.</summary>
internal sealed class EnumTextRule : InstructionRule
{
    public override string Id => "ENUMTEXT";

    protected override string Right => "write a switch that returns the text, or print the number as a number";

    protected override string? Wrong(MethodDefinition method, Instruction instruction)
    {
        if (instruction.OpCode.Code is Code.Call or Code.Callvirt && instruction.Operand is MethodReference { Name: "ToString" } call
            && (call.DeclaringType.FullName == "System.Enum"
                || instruction.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference type } && IsEnum(type)))
            return "enum.ToString() gives the number on the device";
        if (instruction.OpCode.Code == Code.Box && IsEnum((TypeReference)instruction.Operand) && IsTextSink(instruction.Next))
            return "an enum boxed into text prints its number on the device";
        return null;
    }

    // Arguments of string.Format, of interpolation and of Concat(params object[]) go through an object[].
    private static bool IsTextSink(Instruction? next) => next switch
    {
        { OpCode.Code: Code.Stelem_Ref } => true,
        { Operand: MethodReference call } => call.DeclaringType.FullName is "System.String" or "System.Text.StringBuilder" or "System.Console",
        _ => false,
    };

    private static bool IsEnum(TypeReference type) => type.IsValueType && type.Resolve() is { IsEnum: true };
}
