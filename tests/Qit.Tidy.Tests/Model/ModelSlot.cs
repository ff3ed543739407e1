using Qit.Tidy.Tests.Signs;

namespace Qit.Tidy.Tests.Model;

/// <summary>A slot of the device's evaluation stack with its value: the type tag and 64 raw bits.</summary>
internal readonly record struct ModelSlot(SlotKind Kind, ulong Bits)
{
    public bool IsWide => Kind is SlotKind.Int64 or SlotKind.UInt64;

    public uint Low => (uint)Bits;

    public double Float => BitConverter.UInt64BitsToDouble(Bits);

    private bool IsUnsigned => Kind is SlotKind.UInt32 or SlotKind.UInt64;

    public long AsSigned => IsWide ? (long)Bits : (int)Low;

    public ulong AsUnsigned => IsWide ? Bits : Low;

    public static ModelSlot Int(int value) => new(SlotKind.Int32, (uint)value);

    public static ModelSlot Double(double value) => new(SlotKind.Float, BitConverter.DoubleToUInt64Bits(value));

    public ModelSlot With(ulong bits) => this with { Bits = IsWide || Kind == SlotKind.Float ? bits : (uint)bits };

    /// <summary>The device extends the sign only from a signed tag to a signed target; all else is filled with zeros.</summary>
    public ModelSlot Widen(SlotKind target) =>
        new(target, IsWide ? Bits : Kind == SlotKind.Int32 && target == SlotKind.Int64 ? (ulong)(int)Low : Low);

    public ModelSlot Narrow(SlotKind target) => new(target, Low);

    /// <summary>A conversion to double reads the value as the tag says, or as unsigned for conv.r.un.</summary>
    public ModelSlot ToFloat(bool readUnsigned) =>
        Kind == SlotKind.Float ? this : Double(readUnsigned || IsUnsigned ? AsUnsigned : AsSigned);
}
