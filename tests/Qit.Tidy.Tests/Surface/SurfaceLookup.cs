using Mono.Cecil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Surface;

/// <summary>Answers whether a type or member that IL refers to is portable code or on the list, by full name.</summary>
internal sealed class SurfaceLookup(NanoSurface surface, DeviceAssembly assembly)
{
    private static readonly Dictionary<MetadataType, string> Keywords = new()
    {
        [MetadataType.Void] = "void", [MetadataType.Object] = "object", [MetadataType.String] = "string",
        [MetadataType.Boolean] = "bool", [MetadataType.Char] = "char", [MetadataType.SByte] = "sbyte",
        [MetadataType.Byte] = "byte", [MetadataType.Int16] = "short", [MetadataType.UInt16] = "ushort",
        [MetadataType.Int32] = "int", [MetadataType.UInt32] = "uint", [MetadataType.Int64] = "long",
        [MetadataType.UInt64] = "ulong", [MetadataType.Single] = "float", [MetadataType.Double] = "double",
    };

    private readonly HashSet<string> portable = [assembly.Name, .. assembly.References.Select(r => r.Name)];

    public bool HasType(TypeReference type) =>
        type is GenericParameter or TypeSpecification || IsPortable(type) || surface.Find(ListName(type)) is not null;

    public bool HasMember(MemberReference member)
    {
        TypeReference owner = member.DeclaringType;
        // Get, Set, Address and the constructor of int[,] come from the runtime; MDARRAY reports them.
        if (owner is ArrayType || IsPortable(owner))
            return true;
        if (surface.Find(ListName(owner)) is not { } type)
            return false;
        return member switch
        {
            // The compiler gives every delegate its constructor and Invoke; the list writes only the signature.
            MethodReference { Name: ".ctor" or "Invoke" } when type.Kind == "delegate" => true,
            FieldReference field => type.Members.Any(m => m.Name == field.Name && Accessor(m) is null),
            MethodReference method => type.Members.Any(m => Matches(m, method)),
            _ => false,
        };
    }

    private bool IsPortable(TypeReference type) =>
        portable.Contains(type.Scope switch
        {
            ModuleDefinition module => module.Assembly.Name.Name,
            AssemblyNameReference name => name.Name,
            var scope => scope?.Name ?? "",
        });

    private static bool Matches(ApiMember listed, MethodReference method)
    {
        IEnumerable<string> types = method.Parameters.Select(p => Short(p.ParameterType));
        if (listed.Kind is ApiMemberKind.Method or ApiMemberKind.Constructor)
            return ApiSignature.Of(method.Name, types) == listed.Signature;
        int split = method.Name.IndexOf('_', StringComparison.Ordinal);
        return split > 0 && method.Name[(split + 1)..] == listed.Name
            && Accessor(listed)?.Contains(method.Name[..split]) == true;
    }

    /// <summary>The accessors a property or event is called through; null for other members.</summary>
    private static string[]? Accessor(ApiMember member) => member.Kind switch
    {
        ApiMemberKind.Event => ["add", "remove"],
        ApiMemberKind.Property => [member.HasGetter ? "get" : "", member.HasSetter ? "set" : ""],
        _ => null,
    };

    private static string ListName(TypeReference type) => type.GetElementType().FullName.Replace('/', '.');

    /// <summary>A type as the list writes it in a signature.</summary>
    private static string Short(TypeReference type) => type switch
    {
        ByReferenceType reference => Short(reference.ElementType) + "&",
        ArrayType array => Short(array.ElementType) + "[]",
        PointerType pointer => Short(pointer.ElementType) + "*",
        IModifierType modified => Short(modified.ElementType),
        _ => Keywords.GetValueOrDefault(type.MetadataType) ?? type.Name,
    };
}
