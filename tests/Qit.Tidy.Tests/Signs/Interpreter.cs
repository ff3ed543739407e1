using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Signs;

/// <summary>
/// The effect of one instruction on the types that slots carry, as nanoFramework v1's interpreter has it: loads take
/// the type of the variable and promote small ones to int, a binary operation keeps the type of its left operand,
/// conversions set the type, everything else keeps it. Expects IL without macros (no ldarg.0, no br.s).
/// </summary>
internal sealed class Interpreter(Func<MethodReference, IReadOnlyList<Slot>, Slot> returnOf)
{
    private static readonly Slot Byte = new(SlotKind.Int32, Bounds.UpTo(byte.MaxValue));
    private static readonly Slot Word = new(SlotKind.Int32, Bounds.UpTo(ushort.MaxValue));

    /// <summary>The operands an instruction takes from the stack, first pushed first.</summary>
    public static IReadOnlyList<Slot> Operands(Instruction instruction, Frame frame, MethodDefinition method) =>
        [.. frame.Stack.Skip(frame.Stack.Count - OperandCount(instruction, method))];

    public void Step(Instruction instruction, Frame frame, MethodDefinition method)
    {
        Code code = instruction.OpCode.Code;
        if (code is Code.Leave or Code.Leave_S)
        {
            frame.ClearStack();
            frame.ForgetVariables();
            return;
        }
        IReadOnlyList<Slot> operands = Operands(instruction, frame, method);
        frame.Pop(operands.Count);
        switch (code)
        {
            case Code.Stloc:
                frame.Store((VariableDefinition)instruction.Operand, operands[0]);
                break;
            case Code.Starg:
                frame.Store((ParameterDefinition)instruction.Operand, operands[0]);
                break;
            case Code.Dup:
                frame.Push(operands[0]);
                frame.Push(operands[0]);
                break;
            default:
                if (Result(instruction, operands, frame) is { } result)
                    frame.Push(result);
                break;
        }
    }

    private Slot? Result(Instruction instruction, IReadOnlyList<Slot> operands, Frame frame) => instruction.OpCode.Code switch
    {
        Code.Ldloc => frame.Local((VariableDefinition)instruction.Operand),
        Code.Ldarg => frame.Argument((ParameterDefinition)instruction.Operand),
        Code.Ldloca => new Slot(SlotKind.Reference, Element: ((VariableDefinition)instruction.Operand).VariableType),
        Code.Ldarga => new Slot(SlotKind.Reference, Element: ((ParameterDefinition)instruction.Operand).ParameterType),
        Code.Ldflda or Code.Ldsflda => new Slot(SlotKind.Reference, Element: ((FieldReference)instruction.Operand).FieldType),
        Code.Ldelema => new Slot(SlotKind.Reference, Element: (TypeReference)instruction.Operand, IsArrayElement: true),
        Code.Newarr => new Slot(SlotKind.Reference, Element: (TypeReference)instruction.Operand),
        Code.Ldfld or Code.Ldsfld => Slot.Of(((FieldReference)instruction.Operand).FieldType),
        Code.Ldobj or Code.Unbox_Any or Code.Ldelem_Any => Slot.Of((TypeReference)instruction.Operand),
        Code.Unbox => new Slot(SlotKind.Reference, Element: (TypeReference)instruction.Operand),
        Code.Ldc_I4 => Constant(SlotKind.Int32, (int)instruction.Operand),
        Code.Ldc_I8 => Constant(SlotKind.Int64, (long)instruction.Operand),
        Code.Ldc_R4 or Code.Ldc_R8 => new Slot(SlotKind.Float),
        Code.Ldlen => new Slot(SlotKind.Int32, Bounds.UpTo(int.MaxValue)),
        Code.Sizeof => new Slot(SlotKind.Int32, Bounds.UpTo(int.MaxValue)),
        Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un => new Slot(SlotKind.Int32, Bounds.UpTo(1)),
        Code.Neg or Code.Not => operands[0] with { Bounds = null },
        Code.Call or Code.Callvirt => Returned((MethodReference)instruction.Operand, operands),
        Code.Isinst or Code.Castclass => operands[0] with { Bounds = null },
        var code when Loads.TryGetValue(code, out Slot loaded) => Loaded(loaded, operands[0]),
        var code when Conversions.Of(code, operands) is { } converted => converted,
        // Reported here; what follows from it would only repeat the report.
        Code.Shr or Code.Rem when operands[0].IsHazard => operands[0].AsSigned(),
        var code when IsBinary(code) => operands[0] with
        {
            Bounds = operands[0].Kind is SlotKind.Float or SlotKind.Reference ? null
                : BoundsArithmetic.Binary(code, operands[0].Bits, operands[0].Bounds, operands[1].Bounds),
        },
        _ => instruction.OpCode.StackBehaviourPush == StackBehaviour.Push0 ? null : Slot.Reference,
    };

    // Loads through a reference or from an array take the type of what is there; the opcode only says the width.
    private static readonly Dictionary<Code, Slot> Loads = new()
    {
        [Code.Ldelem_I1] = new Slot(SlotKind.Int32), [Code.Ldind_I1] = new Slot(SlotKind.Int32),
        [Code.Ldelem_U1] = Byte, [Code.Ldind_U1] = Byte,
        [Code.Ldelem_I2] = new Slot(SlotKind.Int32), [Code.Ldind_I2] = new Slot(SlotKind.Int32),
        [Code.Ldelem_U2] = Word, [Code.Ldind_U2] = Word,
        [Code.Ldelem_I4] = new Slot(SlotKind.Int32), [Code.Ldind_I4] = new Slot(SlotKind.Int32),
        [Code.Ldelem_U4] = new Slot(SlotKind.UInt32), [Code.Ldind_U4] = new Slot(SlotKind.UInt32),
        [Code.Ldelem_I8] = new Slot(SlotKind.Int64), [Code.Ldind_I8] = new Slot(SlotKind.Int64),
        [Code.Ldelem_R4] = new Slot(SlotKind.Float), [Code.Ldind_R4] = new Slot(SlotKind.Float),
        [Code.Ldelem_R8] = new Slot(SlotKind.Float), [Code.Ldind_R8] = new Slot(SlotKind.Float),
        [Code.Ldelem_Ref] = Slot.Reference, [Code.Ldind_Ref] = Slot.Reference,
    };

    private static Slot Loaded(Slot byOpcode, Slot source) => source.Element is { } element ? Slot.Of(element) : byOpcode;

    private static Slot Constant(SlotKind kind, long value) => new(kind, value >= 0 ? Bounds.Exactly(value) : null);

    private Slot? Returned(MethodReference callee, IReadOnlyList<Slot> operands) =>
        callee.ReturnType.MetadataType == MetadataType.Void ? null : returnOf(callee, operands);

    private static bool IsBinary(Code code) => code
        is Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un
        or Code.And or Code.Or or Code.Xor or Code.Shl or Code.Shr or Code.Shr_Un
        or Code.Add_Ovf or Code.Add_Ovf_Un or Code.Sub_Ovf or Code.Sub_Ovf_Un or Code.Mul_Ovf or Code.Mul_Ovf_Un;

    private static int OperandCount(Instruction instruction, MethodDefinition method) => instruction.OpCode.StackBehaviourPop switch
    {
        // leave empties the stack, but takes nothing that anybody looks at.
        StackBehaviour.Pop0 or StackBehaviour.PopAll => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8
            or StackBehaviour.Popref_popi_popr4 or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
        _ => VariableOperandCount(instruction, method),
    };

    private static int VariableOperandCount(Instruction instruction, MethodDefinition method) => instruction.OpCode.Code switch
    {
        Code.Ret => method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
        Code.Stelem_Any => 3,
        Code.Newobj => ((MethodReference)instruction.Operand).Parameters.Count,
        Code.Call or Code.Callvirt when instruction.Operand is MethodReference callee =>
            callee.Parameters.Count + (callee.HasThis ? 1 : 0),
        Code.Calli when instruction.Operand is CallSite site => site.Parameters.Count + (site.HasThis ? 1 : 0) + 1,
        _ => throw new NotSupportedException($"stack effect of {instruction.OpCode.Name} in {method.FullName}"),
    };
}
