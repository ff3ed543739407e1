using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>Signed &gt;&gt; shifts in zeros when the slot carries an unsigned type: <c>(int)u &gt;&gt; 1</c>.</summary>
internal sealed class SignShiftCheck : ISignCheck
{
    public string Id => "SIGNSHIFT";

    public IEnumerable<SignHazard> Hazards(SignPlace place)
    {
        if (place.Code == Code.Shr && place.Operands[0].IsHazard)
            yield return new SignHazard(Id, place.Instruction,
                $"signed >> of a value the device still types as {place.Operands[0].Kind} shifts in zeros",
                SignAdvice.For(place.Operands[0]));
    }
}
