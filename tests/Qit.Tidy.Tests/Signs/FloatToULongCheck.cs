using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary><c>(ulong)double</c> goes through long on the device and saturates from 2^63 up.</summary>
internal sealed class FloatToULongCheck : ISignCheck
{
    public string Id => "FLOATULONG";

    public IEnumerable<SignHazard> Hazards(SignPlace place)
    {
        if (place.Code is Code.Conv_U8 or Code.Conv_Ovf_U8 && place.Operands[0].Kind == SlotKind.Float)
            yield return new SignHazard(Id, place.Instruction,
                "floating point converted to ulong saturates to long on the device", "convert to long, and keep the value below 2^63");
    }
}
