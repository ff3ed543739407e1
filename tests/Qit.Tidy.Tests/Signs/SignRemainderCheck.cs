using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>Signed % reads both sides as unsigned when the left slot carries an unsigned type: <c>(int)u % 7</c>.</summary>
internal sealed class SignRemainderCheck : ISignCheck
{
    public string Id => "SIGNREM";

    public IEnumerable<SignHazard> Hazards(SignPlace place)
    {
        if (place.Code == Code.Rem && place.Operands[0].IsUnsigned
            && (place.Operands[0].Bounds is null || place.Operands[1].Bounds is null))
            yield return new SignHazard(Id, place.Instruction,
                $"signed % of a value the device still types as {place.Operands[0].Kind} is an unsigned %",
                SignAdvice.For(place.Operands[0]));
    }
}
