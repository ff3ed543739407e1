using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// The abstract state before an instruction. Locals and fields keep their declared type on the device when
/// stored to, arguments the type of the value that was passed; so only bounds of variables flow, kinds do not.
/// </summary>
internal sealed class Frame
{
    private readonly Slot[] declaredLocals;
    private readonly Slot[] declaredArguments;
    private readonly HashSet<object> aliased;
    private readonly Slot[] locals;
    private readonly Slot[] arguments;
    private readonly List<Slot> stack = [];

    public Frame(MethodDefinition method, ArgumentTags tags)
    {
        declaredLocals = [.. method.Body.Variables.Select(variable => Slot.Of(variable.VariableType))];
        declaredArguments = [.. method.Parameters.Select(tags.Slot)];
        aliased = [.. method.Body.Instructions.Where(i => i.OpCode.Code is Code.Ldloca or Code.Ldarga).Select(i => i.Operand)];
        (locals, arguments) = ([.. declaredLocals], [.. declaredArguments]);
    }

    private Frame(Frame other)
    {
        (declaredLocals, declaredArguments, aliased) = (other.declaredLocals, other.declaredArguments, other.aliased);
        (locals, arguments) = ([.. other.locals], [.. other.arguments]);
        stack.AddRange(other.stack);
    }

    public IReadOnlyList<Slot> Stack => stack;

    public Frame Clone() => new(this);

    public void Push(Slot slot) => stack.Add(slot);

    public Slot Pop()
    {
        Slot top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    public void Pop(int count) => stack.RemoveRange(stack.Count - count, count);

    public void ClearStack() => stack.Clear();

    public Slot Local(VariableDefinition variable) => locals[variable.Index];

    public Slot Argument(ParameterDefinition parameter) => parameter.Index < 0 ? Slot.Reference : arguments[parameter.Index];

    public void Store(VariableDefinition variable, Slot value) =>
        locals[variable.Index] = Stored(declaredLocals[variable.Index], value, aliased.Contains(variable));

    public void Store(ParameterDefinition parameter, Slot value)
    {
        // The tag of an argument stays; without a tag the bounds say nothing wrong.
        if (parameter.Index < 0)
            return;
        Slot declared = Slot.Of(parameter.ParameterType) with { Kind = declaredArguments[parameter.Index].Kind };
        arguments[parameter.Index] = Stored(declared, value, aliased.Contains(parameter));
    }

    /// <summary>Forgets what was known of variables: code that is not followed (a finally block) may have changed them.</summary>
    public void ForgetVariables()
    {
        declaredLocals.CopyTo(locals, 0);
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = declaredArguments[i].IsUnsigned ? declaredArguments[i] with { Bounds = null } : declaredArguments[i];
    }

    /// <summary>Joins another path into this state. Returns true when that changed it.</summary>
    /// <param name="widen">Give up bounds that still grow, so that loops end.</param>
    public bool Merge(Frame other, bool widen)
    {
        if (stack.Count != other.stack.Count)
            throw new InvalidOperationException($"paths meet with {stack.Count} and {other.stack.Count} slots on the stack");
        bool changed = false;
        for (int i = 0; i < stack.Count; i++)
            stack[i] = Joined(stack[i], other.stack[i], Slot.Reference, widen, ref changed);
        for (int i = 0; i < locals.Length; i++)
            locals[i] = Joined(locals[i], other.locals[i], declaredLocals[i], widen, ref changed);
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = Joined(arguments[i], other.arguments[i], Slot.Reference, widen, ref changed);
        return changed;
    }

    private static Slot Joined(Slot mine, Slot theirs, Slot declared, bool widen, ref bool changed)
    {
        Slot merged = Slot.Merge(mine, theirs);
        if (merged.SameAs(mine))
            return mine;
        changed = true;
        return widen ? merged with { Bounds = declared.Bounds } : merged;
    }

    private static Slot Stored(Slot declared, Slot value, bool isAliased) =>
        isAliased || declared.Bounds is not null || declared.Kind == SlotKind.Reference
            ? declared
            : declared with { Bounds = value.Bounds };
}
