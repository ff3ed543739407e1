using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Qit.Tidy.Tests.Signs;

namespace Qit.Tidy.Tests.Model;

/// <summary>
/// Executes IL on numbers as nanoFramework v1's interpreter does (its Interpreter.cpp and CLR_RT_HeapBlock.cpp): tags
/// travel with values, binary operations act by the left tag, locals keep their declared tag, arguments and results
/// keep the caller's and callee's. Written apart from the abstract interpreter, to hold that one to account.
/// </summary>
internal static class DeviceModel
{
    public static ModelSlot Run(MethodDefinition method, IReadOnlyList<ModelSlot> arguments)
    {
        method.Body.SimplifyMacros();
        ModelSlot[] locals = [.. method.Body.Variables.Select(variable => new ModelSlot(Slot.Of(variable.VariableType).Kind, 0))];
        var stack = new Stack<ModelSlot>();
        for (Instruction at = method.Body.Instructions[0]; ;)
        {
            Code code = at.OpCode.Code;
            Instruction next = at.Next;
            switch (code)
            {
                case Code.Ret:
                    return stack.Pop();
                case Code.Ldarg:
                    stack.Push(arguments[((ParameterDefinition)at.Operand).Index]);
                    break;
                case Code.Ldloc:
                    stack.Push(locals[((VariableDefinition)at.Operand).Index]);
                    break;
                case Code.Stloc:
                    int index = ((VariableDefinition)at.Operand).Index;
                    locals[index] = locals[index].With(stack.Pop().Bits);
                    break;
                case Code.Ldc_I4:
                    stack.Push(ModelSlot.Int((int)at.Operand));
                    break;
                case Code.Ldc_I8:
                    stack.Push(new ModelSlot(SlotKind.Int64, (ulong)(long)at.Operand));
                    break;
                case Code.Ldc_R8:
                    stack.Push(ModelSlot.Double((double)at.Operand));
                    break;
                case Code.Dup:
                    stack.Push(stack.Peek());
                    break;
                case Code.Pop:
                    stack.Pop();
                    break;
                case Code.Br:
                    next = (Instruction)at.Operand;
                    break;
                case Code.Call:
                    MethodDefinition callee = ((MethodReference)at.Operand).Resolve();
                    stack.Push(Run(callee, [.. callee.Parameters.Select(_ => stack.Pop()).Reverse()]));
                    break;
                case Code.Brtrue or Code.Brfalse:
                    if (stack.Pop().AsUnsigned != 0 == (code == Code.Brtrue))
                        next = (Instruction)at.Operand;
                    break;
                default:
                    ModelSlot right = stack.Pop();
                    if (Unary(code, right) is { } converted)
                        stack.Push(converted);
                    else if (Compare(code, stack.Peek(), right) is not { } holds)
                        stack.Push(Binary(code, stack.Pop(), right));
                    else
                    {
                        stack.Pop();
                        if (at.Operand is not Instruction target)
                            stack.Push(ModelSlot.Int(holds ? 1 : 0));
                        else if (holds)
                            next = target;
                    }
                    break;
            }
            at = next;
        }
    }

    private static ModelSlot? Unary(Code code, ModelSlot value) => code switch
    {
        Code.Neg => value.With(0 - value.Bits),
        Code.Not => value.With(~value.Bits),
        Code.Conv_I1 => ModelSlot.Int((sbyte)value.Low),
        Code.Conv_U1 => ModelSlot.Int((byte)value.Low),
        Code.Conv_I2 => ModelSlot.Int((short)value.Low),
        Code.Conv_U2 => ModelSlot.Int((ushort)value.Low),
        Code.Conv_I4 => value.Narrow(SlotKind.Int32),
        Code.Conv_U4 => value.Narrow(SlotKind.UInt32),
        Code.Conv_I8 => value.Widen(SlotKind.Int64),
        Code.Conv_U8 => value.Widen(SlotKind.UInt64),
        Code.Conv_R8 => value.ToFloat(readUnsigned: false),
        Code.Conv_R_Un => value.ToFloat(readUnsigned: true),
        _ => null,
    };

    private static bool? Compare(Code code, ModelSlot left, ModelSlot right) => code switch
    {
        Code.Beq or Code.Ceq => left.AsUnsigned == right.AsUnsigned,
        Code.Bne_Un => left.AsUnsigned != right.AsUnsigned,
        Code.Blt or Code.Clt => left.AsSigned < right.AsSigned,
        Code.Ble => left.AsSigned <= right.AsSigned,
        Code.Bgt or Code.Cgt => left.AsSigned > right.AsSigned,
        Code.Bge => left.AsSigned >= right.AsSigned,
        Code.Blt_Un or Code.Clt_Un => left.AsUnsigned < right.AsUnsigned,
        Code.Ble_Un => left.AsUnsigned <= right.AsUnsigned,
        Code.Bgt_Un or Code.Cgt_Un => left.AsUnsigned > right.AsUnsigned,
        Code.Bge_Un => left.AsUnsigned >= right.AsUnsigned,
        _ => null,
    };

    private static ModelSlot Binary(Code code, ModelSlot left, ModelSlot right) => code switch
    {
        Code.Add => left.With(left.Bits + right.Bits),
        Code.Sub => left.With(left.Bits - right.Bits),
        Code.Mul => left.With(left.Bits * right.Bits),
        Code.And => left.With(left.Bits & right.Bits),
        Code.Or => left.With(left.Bits | right.Bits),
        Code.Xor => left.With(left.Bits ^ right.Bits),
        Code.Div => left.With((ulong)(left.AsSigned / right.AsSigned)),
        Code.Div_Un => left.With(left.AsUnsigned / right.AsUnsigned),
        Code.Rem_Un => left.With(left.AsUnsigned % right.AsUnsigned),
        Code.Shl => left.With(left.Bits << (int)right.Low),
        Code.Shr_Un => left.With(left.AsUnsigned >> (int)right.Low),
        // Here the tag decides, not the instruction.
        Code.Rem when left.Kind is SlotKind.UInt32 or SlotKind.UInt64 =>
            left.With(left.AsUnsigned % (left.IsWide ? right.Bits : right.Low)),
        Code.Rem => left.With((ulong)(left.AsSigned % right.AsSigned)),
        Code.Shr when left.Kind is SlotKind.UInt32 or SlotKind.UInt64 => left.With(left.AsUnsigned >> (int)right.Low),
        Code.Shr => left.With((ulong)(left.AsSigned >> (int)right.Low)),
        _ => throw new NotSupportedException($"the model does not know {code}"),
    };
}
