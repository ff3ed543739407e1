using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>Widening to long fills with zeros when the slot carries uint: <c>(long)(int)u</c>.</summary>
internal sealed class SignWidenCheck : ISignCheck
{
    public string Id => "SIGNWIDEN";

    public IEnumerable<SignHazard> Hazards(SignPlace place)
    {
        if (place.Code is Code.Conv_I8 or Code.Conv_Ovf_I8 && place.Operands[0] is { Kind: SlotKind.UInt32, IsHazard: true })
            yield return new SignHazard(Id, place.Instruction,
                "an int widened to long, which the device still types as UInt32, loses its sign",
                SignAdvice.For(place.Operands[0]));
    }
}
