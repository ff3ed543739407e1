using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Rules;

/// <summary>
/// The device executes every .ovf instruction as its unchecked twin. Only explicit checks are left in an unchecked
/// compile, besides the long that sizes or indexes an array; both promise a detection that does not take place.
/// </summary>
internal sealed class CheckedRule : InstructionRule
{
    public override string Id => "CHECKED";

    protected override string Right => "test the range before the operation; size and index arrays with int";

    protected override string? Wrong(MethodDefinition method, Instruction instruction) =>
        instruction.OpCode.Name.Contains(".ovf", StringComparison.Ordinal)
            ? $"the overflow check of {instruction.OpCode.Name} does nothing on the device: it wraps silently"
            : null;
}
