using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// The conv instructions. The device extends the sign only if the slot carries a signed type and the target is
/// signed; the check for that is SignWidenCheck, here the result is what C# means by the conversion.
/// </summary>
internal static class Conversions
{
    public static Slot? Of(Code code, IReadOnlyList<Slot> operands) => code switch
    {
        Code.Conv_I1 or Code.Conv_Ovf_I1 or Code.Conv_Ovf_I1_Un => Small(operands[0], sbyte.MaxValue),
        Code.Conv_I2 or Code.Conv_Ovf_I2 or Code.Conv_Ovf_I2_Un => Small(operands[0], short.MaxValue),
        Code.Conv_U1 or Code.Conv_Ovf_U1 or Code.Conv_Ovf_U1_Un => Cut(operands[0], byte.MaxValue),
        Code.Conv_U2 or Code.Conv_Ovf_U2 or Code.Conv_Ovf_U2_Un => Cut(operands[0], ushort.MaxValue),
        Code.Conv_I4 or Code.Conv_Ovf_I4 or Code.Conv_Ovf_I4_Un or Code.Conv_I or Code.Conv_Ovf_I or Code.Conv_Ovf_I_Un
            => To(SlotKind.Int32, operands[0], int.MaxValue),
        Code.Conv_U4 or Code.Conv_Ovf_U4 or Code.Conv_Ovf_U4_Un or Code.Conv_U or Code.Conv_Ovf_U or Code.Conv_Ovf_U_Un
            => To(SlotKind.UInt32, operands[0], int.MaxValue),
        Code.Conv_I8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_I8_Un => To(SlotKind.Int64, operands[0], long.MaxValue),
        Code.Conv_U8 or Code.Conv_Ovf_U8 or Code.Conv_Ovf_U8_Un => new Slot(SlotKind.UInt64, ZeroExtended(operands[0])),
        Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un => new Slot(SlotKind.Float),
        _ => null,
    };

    private static Slot Cut(Slot value, long mask) =>
        new(SlotKind.Int32, BoundsArithmetic.Truncated(value.Bounds, mask));

    private static Slot Small(Slot value, long highest) => To(SlotKind.Int32, value, highest);

    // A reference stays one: conv.i and conv.u leave addresses alone.
    private static Slot To(SlotKind kind, Slot value, long highest) => value.Kind == SlotKind.Reference
        ? value
        : new Slot(kind, value.Bounds is { } known && known.High <= highest ? known : null);

    private static Bounds? ZeroExtended(Slot value) =>
        value.Kind is SlotKind.Int32 or SlotKind.UInt32 ? BoundsArithmetic.Truncated(value.Bounds, uint.MaxValue)
        : value.Kind == SlotKind.Float ? null : value.Bounds;
}
