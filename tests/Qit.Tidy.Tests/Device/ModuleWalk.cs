using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Device;

/// <summary>Where a type is named: the member, and the instruction if it is inside a body.</summary>
internal readonly record struct TypeUse(TypeReference Type, IMemberDefinition Member, Instruction? Instruction);

/// <summary>Walks over everything a module defines.</summary>
internal static class ModuleWalk
{
    public static IEnumerable<TypeDefinition> Types(DeviceAssembly assembly) =>
        assembly.Module is null ? [] : assembly.Module.GetTypes().Where(type => !IsEmbedded(type));

    public static IEnumerable<MethodDefinition> Methods(DeviceAssembly assembly) =>
        Types(assembly).SelectMany(type => type.Methods);

    public static IEnumerable<Instruction> Instructions(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions : [];

    /// <summary>Every type that is declared, derived from, stored, passed or named by an instruction.</summary>
    public static IEnumerable<TypeUse> TypeUses(DeviceAssembly assembly)
    {
        foreach (TypeDefinition type in Types(assembly))
        {
            yield return new TypeUse(type, type, null);
            if (type.BaseType is not null)
                yield return new TypeUse(type.BaseType, type, null);
            foreach (InterfaceImplementation contract in type.Interfaces)
                yield return new TypeUse(contract.InterfaceType, type, null);
            // A field the compiler invented has no line of its own; the code that made it need it is reported.
            foreach (FieldDefinition field in type.Fields.Where(field => !field.Name.Contains('<')))
                yield return new TypeUse(field.FieldType, field, null);
            foreach (MethodDefinition method in type.Methods)
                foreach (TypeUse use in TypeUses(method))
                    yield return use;
        }
    }

    /// <summary>A type and the types it is made of: array element, referent, type arguments.</summary>
    public static IEnumerable<TypeReference> Parts(TypeReference type)
    {
        yield return type;
        IEnumerable<TypeReference> inner = type switch
        {
            // Cecil gives a function pointer no element type.
            FunctionPointerType function => function.Parameters.Select(p => p.ParameterType).Append(function.ReturnType),
            GenericInstanceType generic => generic.GenericArguments.Append(generic.ElementType),
            IModifierType modified => [modified.ModifierType, modified.ElementType],
            TypeSpecification specification => [specification.ElementType],
            _ => [],
        };
        foreach (TypeReference part in inner.SelectMany(Parts))
            yield return part;
    }

    private static IEnumerable<TypeUse> TypeUses(MethodDefinition method)
    {
        yield return new TypeUse(method.ReturnType, method, null);
        foreach (ParameterDefinition parameter in method.Parameters)
            yield return new TypeUse(parameter.ParameterType, method, null);
        if (!method.HasBody)
            yield break;
        foreach (VariableDefinition variable in method.Body.Variables)
            yield return new TypeUse(variable.VariableType, method, null);
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
            if (handler.CatchType is not null)
                yield return new TypeUse(handler.CatchType, method, handler.HandlerStart);
        foreach (Instruction instruction in method.Body.Instructions)
            foreach (TypeReference type in Named(instruction.Operand))
                yield return new TypeUse(type, method, instruction);
    }

    private static IEnumerable<TypeReference> Named(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod generic => generic.GenericArguments.Append(generic.DeclaringType),
        MethodReference method => method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType).Append(method.DeclaringType),
        FieldReference field => [field.FieldType, field.DeclaringType],
        _ => [],
    };

    /// <summary>
    /// Attributes the compiler writes into the assembly because the surface lacks them (nullability, in, scoped).
    /// Nothing executes them, and the device's compiler, the same one, embeds them in the same way.
    /// </summary>
    private static bool IsEmbedded(TypeDefinition type) =>
        type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute")
        || type.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute";
}
