using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>An instruction with the slots it is about to take, as a check sees it.</summary>
internal sealed record SignPlace(MethodDefinition Method, Instruction Instruction, IReadOnlyList<Slot> Operands, SignSummaries Summaries)
{
    public Code Code => Instruction.OpCode.Code;
}

/// <summary>One way in which a wrong type becomes a wrong value.</summary>
internal interface ISignCheck
{
    string Id { get; }

    IEnumerable<SignHazard> Hazards(SignPlace place);
}
