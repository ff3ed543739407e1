namespace Qit.Tidy.Tests.Surface;

internal enum ApiMemberKind { Field, Constant, EnumValue, Constructor, Method, Property, Event }

/// <summary>One parameter as the list writes it: <c>[params|ref|out] type name [= default]</c>.</summary>
internal sealed record ApiParameter(string Modifier, string Type, string Name, string? Default)
{
    public bool IsByReference => Modifier is "ref" or "out" or "in";
}

internal sealed record ApiMember(ApiMemberKind Kind, string Name, string Type)
{
    public IReadOnlySet<string> Modifiers { get; init; } = new HashSet<string>();
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];
    public string? Value { get; init; }
    public bool HasGetter { get; init; }
    public bool HasSetter { get; init; }

    public bool IsStatic => Modifiers.Contains("static") || Kind == ApiMemberKind.Constant;

    /// <summary>What tells overloads apart: name and parameter types, a reference marked <c>&amp;</c>.</summary>
    public string Signature => ApiSignature.Of(Name, Parameters.Select(p => p.Type + (p.IsByReference ? "&" : "")));
}

internal static class ApiSignature
{
    public static string Of(string name, IEnumerable<string> parameterTypes) => $"{name}({string.Join(",", parameterTypes)})";
}

internal sealed class ApiType
{
    public required string Assembly { get; init; }
    public required string FullName { get; init; }
    /// <summary>class, struct, interface, enum or delegate.</summary>
    public required string Kind { get; init; }
    /// <summary>abstract, sealed or static, or empty.</summary>
    public required string Modifier { get; init; }
    public required IReadOnlyList<string> Bases { get; init; }
    /// <summary>Underlying type of an enum, return type of a delegate.</summary>
    public string Detail { get; init; } = "";
    public IReadOnlyList<ApiParameter> DelegateParameters { get; init; } = [];
    public List<ApiMember> Members { get; } = [];
    public List<ApiType> Nested { get; } = [];
    public ApiType? DeclaringType { get; set; }

    public string Namespace => DeclaringType?.Namespace ?? FullName[..FullName.LastIndexOf('.')];

    /// <summary>The last part of the name, without the count of type parameters.</summary>
    public string Name => FullName[(FullName.LastIndexOf('.') + 1)..].Split('`')[0];

    public int TypeParameterCount => FullName.Contains('`') ? int.Parse(FullName.Split('`')[1]) : 0;
}
