using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Rules;

/// <summary>A failed int.TryParse leaves int.MinValue instead of 0 in the result, so the two runtimes differ.</summary>
internal sealed class TryParseRule : InstructionRule
{
    public override string Id => "TRYPARSE";

    protected override string Right => "parse digit by digit, or parse on the host and send a number";

    protected override string? Wrong(MethodDefinition method, Instruction instruction) =>
        instruction.Operand is MethodReference { Name: "TryParse", DeclaringType.Namespace: "System" } call
            ? $"{call.DeclaringType.Name}.TryParse leaves another result on failure than .NET does"
            : null;
}
