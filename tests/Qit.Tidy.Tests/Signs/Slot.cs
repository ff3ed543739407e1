using Mono.Cecil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>The types that a slot of nanoFramework v1's evaluation stack can carry.</summary>
internal enum SlotKind { Reference, Int32, UInt32, Int64, UInt64, Float }

/// <summary>
/// What is known of one stack slot, local or argument: the type it carries on the device, and its value if that
/// is provably not negative.
/// </summary>
/// <param name="Element">For arrays the element type, for references to variables the type of the variable.</param>
/// <param name="IsArrayElement">The reference points into an array, which stores raw bits and keeps its own type.</param>
internal readonly record struct Slot(SlotKind Kind, Bounds? Bounds = null, TypeReference? Element = null, bool IsArrayElement = false)
{
    public static readonly Slot Reference = new(SlotKind.Reference);

    public bool IsUnsigned => Kind is SlotKind.UInt32 or SlotKind.UInt64;

    /// <summary>The device would apply unsigned rules to a value that may be negative.</summary>
    public bool IsHazard => IsUnsigned && Bounds is null;

    public int Bits => Kind is SlotKind.Int64 or SlotKind.UInt64 ? 64 : 32;

    public Slot AsSigned() => new(Kind switch
    {
        SlotKind.UInt32 => SlotKind.Int32,
        SlotKind.UInt64 => SlotKind.Int64,
        _ => Kind,
    });

    /// <summary>A fresh slot loaded from a variable declared with that type.</summary>
    public static Slot Of(TypeReference type) => Plain(type) switch
    {
        ArrayType array => new Slot(SlotKind.Reference, Element: array.ElementType),
        ByReferenceType reference => new Slot(SlotKind.Reference, Element: reference.ElementType),
        var plain => plain.MetadataType switch
        {
            MetadataType.Boolean => new Slot(SlotKind.Int32, Signs.Bounds.UpTo(1)),
            MetadataType.Byte => new Slot(SlotKind.Int32, Signs.Bounds.UpTo(byte.MaxValue)),
            MetadataType.Char or MetadataType.UInt16 => new Slot(SlotKind.Int32, Signs.Bounds.UpTo(ushort.MaxValue)),
            MetadataType.SByte or MetadataType.Int16 or MetadataType.Int32 => new Slot(SlotKind.Int32),
            MetadataType.UInt32 => new Slot(SlotKind.UInt32),
            MetadataType.Int64 => new Slot(SlotKind.Int64),
            MetadataType.UInt64 => new Slot(SlotKind.UInt64),
            MetadataType.Single or MetadataType.Double => new Slot(SlotKind.Float),
            _ => Reference,
        },
    };

    /// <summary>True for a variable declared with a signed type of the width of the slot's unsigned one.</summary>
    public bool CarriesWrongTypeInto(TypeReference declared) =>
        (Kind, Of(declared).Kind) is (SlotKind.UInt32, SlotKind.Int32) or (SlotKind.UInt64, SlotKind.Int64);

    /// <summary>Where two paths meet: if one carries an unsigned type, the slot may.</summary>
    public static Slot Merge(Slot a, Slot b) => new(
        a.Kind == b.Kind || a.IsUnsigned ? a.Kind : b.IsUnsigned ? b.Kind : a.Kind,
        Signs.Bounds.Hull(a.Bounds, b.Bounds),
        a.Element?.FullName == b.Element?.FullName ? a.Element : null,
        a.IsArrayElement && b.IsArrayElement);

    public bool SameAs(Slot other) =>
        Kind == other.Kind && Bounds == other.Bounds && IsArrayElement == other.IsArrayElement
        && Element?.FullName == other.Element?.FullName;

    private static TypeReference Plain(TypeReference type)
    {
        while (type is IModifierType or PinnedType)
            type = ((TypeSpecification)type).ElementType;
        if (type is not TypeSpecification && type.IsValueType && type.MetadataType == MetadataType.ValueType
            && type.Resolve() is { IsEnum: true } declared)
            return declared.Fields.First(field => field.Name == "value__").FieldType;
        return type;
    }
}
