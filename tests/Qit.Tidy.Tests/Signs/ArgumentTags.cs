using System.Numerics;
using Mono.Cecil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// Which parameters of a call arrive under an unsigned type although declared signed, and below which power of two
/// they lie. Rounding up to a power of two keeps the number of cases of a method, and so recursion, finite.
/// </summary>
/// <param name="BitLengths">One character per parameter: 0 as declared, else the bit length of the bound plus 1.</param>
internal readonly record struct ArgumentTags(string BitLengths)
{
    /// <summary>Every parameter as declared.</summary>
    public static readonly ArgumentTags None = new("");

    public static ArgumentTags Of(MethodReference callee, IReadOnlyList<Slot> operands)
    {
        int first = operands.Count - callee.Parameters.Count;
        char[] lengths = [.. callee.Parameters.Select((parameter, i) => BitLength(operands[first + i], parameter))];
        return lengths.All(length => length == 0) ? None : new ArgumentTags(new string(lengths));
    }

    /// <summary>The same call with only one parameter tagged.</summary>
    public ArgumentTags Only(int index) => BitLengths.Length == 0 || BitLengths[index] == 0
        ? None
        : new ArgumentTags(new string('\0', index) + BitLengths[index] + new string('\0', BitLengths.Length - index - 1));

    public Slot Slot(ParameterDefinition parameter)
    {
        Slot declared = Signs.Slot.Of(parameter.ParameterType);
        if (BitLengths.Length == 0 || BitLengths[parameter.Index] == 0)
            return declared;
        return declared with
        {
            Kind = declared.Bits == 64 ? SlotKind.UInt64 : SlotKind.UInt32,
            Bounds = Bounds.UpTo((1L << (BitLengths[parameter.Index] - 1)) - 1),
        };
    }

    private static char BitLength(Slot value, ParameterDefinition parameter) =>
        value.CarriesWrongTypeInto(parameter.ParameterType) && value.Bounds is { } known
            ? (char)(64 - BitOperations.LeadingZeroCount((ulong)known.High) + 1)
            : '\0';
}
