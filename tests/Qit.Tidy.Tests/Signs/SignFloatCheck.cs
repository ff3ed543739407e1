using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>A conversion to floating point reads the value as unsigned: <c>(double)(int)u</c>.</summary>
internal sealed class SignFloatCheck : ISignCheck
{
    public string Id => "SIGNFLOAT";

    public IEnumerable<SignHazard> Hazards(SignPlace place)
    {
        if (place.Code is Code.Conv_R4 or Code.Conv_R8 && place.Operands[0].IsHazard)
            yield return new SignHazard(Id, place.Instruction,
                $"a signed value converted to floating point, which the device still types as {place.Operands[0].Kind}, loses its sign",
                SignAdvice.For(place.Operands[0]));
    }
}
