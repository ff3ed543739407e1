using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// Runs the interpreter over every path of a method to a fixpoint: a worklist of instructions, states joined where
/// paths meet, bounds widened in loops, handlers entered with nothing known of the variables.
/// </summary>
internal static class Flow
{
    // Two rounds see a loop's first and second iteration; after that a bound that still moves is given up.
    private const int MergesBeforeWidening = 3;

    /// <summary>The state before each reachable instruction, in IL order.</summary>
    public static IReadOnlyList<(Instruction Instruction, Frame Before)> Run(
        MethodDefinition method, ArgumentTags tags, Interpreter interpreter)
    {
        method.Body.SimplifyMacros();
        var before = new Dictionary<Instruction, Frame>();
        var merges = new Dictionary<Instruction, int>();
        var work = new Queue<Instruction>();

        void Reach(Instruction target, Frame state)
        {
            if (!before.TryGetValue(target, out Frame? known))
                before[target] = state.Clone();
            else if (!known.Merge(state, widen: (merges[target] = merges.GetValueOrDefault(target) + 1) > MergesBeforeWidening))
                return;
            work.Enqueue(target);
        }

        Reach(method.Body.Instructions[0], new Frame(method, tags));
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            Frame entry = new(method, tags);
            entry.ForgetVariables();
            if (handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter)
                entry.Push(Slot.Reference);
            Reach(handler.HandlerStart, entry);
            if (handler.FilterStart is not null)
                Reach(handler.FilterStart, entry);
        }
        while (work.TryDequeue(out Instruction? instruction))
        {
            Frame state = before[instruction].Clone();
            interpreter.Step(instruction, state, method);
            foreach (Instruction next in Successors(instruction))
                Reach(next, state);
        }
        return [.. method.Body.Instructions.Where(before.ContainsKey).Select(instruction => (instruction, before[instruction]))];
    }

    private static IEnumerable<Instruction> Successors(Instruction instruction)
    {
        IEnumerable<Instruction> targets = instruction.Operand switch
        {
            Instruction target => [target],
            Instruction[] targetsOfSwitch => targetsOfSwitch,
            _ => [],
        };
        bool fallsThrough = instruction.OpCode.FlowControl
            is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw) && instruction.OpCode.Code is not Code.Endfinally;
        return fallsThrough ? targets.Append(instruction.Next) : targets;
    }
}
