using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// Return values, arguments and stores through ref or out hand the wrong type on. Locals, fields and array elements
/// keep their own, so storing there is how a value gets its type back.
/// </summary>
internal sealed class SignCarryCheck : ISignCheck
{
    public string Id => "SIGNCARRY";

    public IEnumerable<SignHazard> Hazards(SignPlace place) => place.Code switch
    {
        Code.Ret => Return(place),
        Code.Stind_I4 or Code.Stind_I8 => Store(place),
        Code.Call or Code.Callvirt or Code.Newobj => Arguments(place, (MethodReference)place.Instruction.Operand),
        _ => [],
    };

    private IEnumerable<SignHazard> Return(SignPlace place)
    {
        if (place.Operands is [var value] && value.CarriesWrongTypeInto(place.Method.ReturnType)
            && (value.IsHazard || place.Summaries.IsChosenAtRunTime(place.Method)))
            yield return Hazard(place, value, "the return value");
    }

    // The type sticks to the variable behind the reference for good, so a value that is not negative is no excuse.
    private IEnumerable<SignHazard> Store(SignPlace place)
    {
        (Slot target, Slot value) = (place.Operands[0], place.Operands[1]);
        if (!target.IsArrayElement && target.Element is { } variable && value.CarriesWrongTypeInto(variable))
            yield return Hazard(place, value, "the variable behind ref or out");
    }

    private IEnumerable<SignHazard> Arguments(SignPlace place, MethodReference callee)
    {
        int first = place.Operands.Count - callee.Parameters.Count;
        for (int i = 0; i < callee.Parameters.Count; i++)
        {
            Slot value = place.Operands[first + i];
            if (value.CarriesWrongTypeInto(callee.Parameters[i].ParameterType) && Matters(place, callee, i, value))
                yield return Hazard(place, value, $"argument {i + 1} of {callee.Name}");
        }
    }

    /// <summary>A value that is not negative only matters if the callee does something with it where the type shows.</summary>
    private static bool Matters(SignPlace place, MethodReference callee, int index, Slot value)
    {
        if (value.IsHazard)
            return true;
        if (SignSummaries.IsDeviceApi(callee) && !IsInvoke(callee))
            return false;
        if (SignSummaries.Body(callee) is not { } body)
            return true;
        ArgumentTags tags = ArgumentTags.Of(callee, place.Operands).Only(index);
        return place.Summaries.Analyse(body, tags).Hazards.Count > place.Summaries.Analyse(body).Hazards.Count;
    }

    // Invoke of a delegate type of the device still runs portable code.
    private static bool IsInvoke(MethodReference callee) => callee.Name == "Invoke";

    private SignHazard Hazard(SignPlace place, Slot value, string carrier) => new(Id, place.Instruction,
        $"{carrier} goes on with the type {value.Kind}, which the device then takes for its sign", SignAdvice.For(value));
}
