namespace Qit.Tidy.Tests.Surface;

/// <summary>C# text of single members of the stubs.</summary>
internal static class StubMembers
{
    private const string Body = "{ throw null; }";

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_UnaryNegation"] = "-", ["op_UnaryPlus"] = "+",
        ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=",
    };

    public static string Parameters(IEnumerable<ApiParameter> parameters) =>
        string.Join(", ", parameters.Select(p => $"{p.Modifier} {p.Type} @{p.Name}{DefaultValue(p)}"));

    public static string InInterface(ApiMember member) => member.Kind switch
    {
        ApiMemberKind.Property when member.Parameters.Count > 0 =>
            $"{member.Type} this[{Parameters(member.Parameters)}] {{ {Accessors(member, ";")} }}",
        ApiMemberKind.Property => $"{member.Type} @{member.Name} {{ {Accessors(member, ";")} }}",
        ApiMemberKind.Method => $"{member.Type} @{member.Name}({Parameters(member.Parameters)});",
        ApiMemberKind.Event => $"event {member.Type} @{member.Name};",
        _ => throw new FormatException($"an interface cannot hold {member.Kind} {member.Name}"),
    };

    public static string Explicit(ApiType contract, ApiMember member)
    {
        string owner = "global::" + contract.FullName;
        return member.Kind switch
        {
            ApiMemberKind.Property when member.Parameters.Count > 0 =>
                $"{member.Type} {owner}.this[{Parameters(member.Parameters)}] {{ {Accessors(member, Body)} }}",
            ApiMemberKind.Property => $"{member.Type} {owner}.@{member.Name} {{ {Accessors(member, Body)} }}",
            ApiMemberKind.Method => $"{member.Type} {owner}.@{member.Name}({Parameters(member.Parameters)}) {Body}",
            ApiMemberKind.Event => $"event {member.Type} {owner}.@{member.Name} {{ add {Body} remove {Body} }}",
            _ => throw new FormatException($"an interface cannot hold {member.Kind} {member.Name}"),
        };
    }

    public static string InClass(ApiType type, ApiMember member, bool isOverride)
    {
        string access = member.Modifiers.Contains("protected") ? "protected" : "public";
        string dispatch = isOverride ? "override"
            : member.Modifiers.Contains("virtual") && type.Kind == "class" && type.Modifier == "" ? "virtual"
            : member.Modifiers.Contains("virtual") && type.Modifier == "abstract" ? "virtual" : "";
        string prefix = $"{access} {(member.IsStatic || type.Modifier == "static" ? "static" : "")} {dispatch}";
        return member.Kind switch
        {
            ApiMemberKind.Constructor => $"{access} @{type.Name}({Parameters(member.Parameters)}) {Body}",
            ApiMemberKind.Constant => $"{access} const {member.Type} @{member.Name} = {Constant(member)};",
            ApiMemberKind.Field => $"{prefix} {(member.Modifiers.Contains("readonly") ? "readonly" : "")} {member.Type} @{member.Name};",
            ApiMemberKind.Event => $"{prefix} event {member.Type} @{member.Name} {{ add {Body} remove {Body} }}",
            ApiMemberKind.Property when member.Parameters.Count > 0 =>
                (member.Name == "Item" ? "" : $"[IndexerName(\"{member.Name}\")] ")
                + $"{prefix} {member.Type} this[{Parameters(member.Parameters)}] {{ {Accessors(member, Body)} }}",
            ApiMemberKind.Property => $"{prefix} {member.Type} @{member.Name} {{ {Accessors(member, Body)} }}",
            ApiMemberKind.Method => $"{prefix} {Name(member)}({Parameters(member.Parameters)}) {Body}",
            _ => throw new FormatException($"a class cannot hold {member.Kind} {member.Name}"),
        };
    }

    private static string Name(ApiMember member) => member.Name switch
    {
        "op_Implicit" => $"implicit operator {member.Type}",
        "op_Explicit" => $"explicit operator {member.Type}",
        _ when Operators.TryGetValue(member.Name, out string? symbol) => $"{member.Type} operator {symbol}",
        _ => $"{member.Type} @{member.Name}",
    };

    private static string Accessors(ApiMember member, string body) =>
        (member.HasGetter ? "get" + body : "") + " " + (member.HasSetter ? "set" + body : "");

    private static string Constant(ApiMember member) => (member.Type, member.Value) switch
    {
        ("char", _) => $"'{member.Value}'",
        ("float" or "double", "NaN") => $"({member.Type})(0.0 / 0.0)",
        ("float" or "double", "Infinity") => $"({member.Type})(1.0 / 0.0)",
        ("float" or "double", "-Infinity") => $"({member.Type})(-1.0 / 0.0)",
        ("float", _) => member.Value + "f",
        _ => member.Value!,
    };

    private static string DefaultValue(ApiParameter parameter) => parameter.Default switch
    {
        null => "",
        // A struct's default is printed as null too.
        "null" => " = default",
        "True" or "False" => " = " + (parameter.Default == "True" ? "true" : "false"),
        _ when parameter.Type == "char" => $" = '{parameter.Default}'",
        // A cast also turns the number of an enum value into the enum.
        _ => $" = ({parameter.Type})({parameter.Default})",
    };
}
