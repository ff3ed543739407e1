namespace Qit.Tidy.Tests.Signs;

internal static class SignAdvice
{
    public static string For(Slot slot) => slot.Kind == SlotKind.UInt32
        ? "convert through long, (int)(long)u, or compute in int from the start"
        : "put the long operand first, or go through a local: long r = 0; r += (long)value;";
}
