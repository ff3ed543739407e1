using System.Text.RegularExpressions;

namespace Qit.Tidy.Tests.Surface;

/// <summary>Reads one line of the API list. A line it does not understand is an error, never skipped.</summary>
internal static partial class ApiLine
{
    [GeneratedRegex(@"^\[(?<assembly>[^\]]+)\] (?<name>[^\s(\[]+)(?<index>\[[^\]]*\])?(\((?<parameters>.*)\))?( : (?<kind>.*)| = (?<value>.*))?$")]
    private static partial Regex Shape();

    [GeneratedRegex(@"^((?<modifier>abstract|sealed|static) )?(?<kind>class|struct|interface)( : (?<bases>.*))?$")]
    private static partial Regex TypeKind();

    [GeneratedRegex(@"^enum\((?<detail>\w+)\)$")]
    private static partial Regex EnumKind();

    [GeneratedRegex(@"^delegate (?<detail>\S+) \((?<parameters>.*)\)$")]
    private static partial Regex DelegateKind();

    [GeneratedRegex(@"^(?<modifiers>((static|virtual|const|readonly|event|protected) )*)(?<type>\S+)( \{ (?<accessors>.*) \})?( = (?<value>.*))?$")]
    private static partial Regex MemberKind();

    [GeneratedRegex(@"^((?<modifier>params|ref|out|in) )?(?<type>\S+) (?<name>\w+)( = (?<default>.*))?$")]
    private static partial Regex ParameterShape();

    /// <summary>Reads a type line, or returns null when the line is a member.</summary>
    public static ApiType? AsType(string line)
    {
        Match shape = Match(Shape(), line, line);
        string kind = shape.Groups["kind"].Value;
        if (shape.Groups["parameters"].Success || shape.Groups["index"].Success)
            return null;
        Match type = TypeKind().Match(kind), @enum = EnumKind().Match(kind), @delegate = DelegateKind().Match(kind);
        Match? found = type.Success ? type : @enum.Success ? @enum : @delegate.Success ? @delegate : null;
        if (found is null)
            return null;
        return new ApiType
        {
            Assembly = shape.Groups["assembly"].Value,
            FullName = shape.Groups["name"].Value,
            Kind = found == type ? type.Groups["kind"].Value : found == @enum ? "enum" : "delegate",
            Modifier = found.Groups["modifier"].Value,
            Bases = found.Groups["bases"].Success ? found.Groups["bases"].Value.Split(", ") : [],
            Detail = found.Groups["detail"].Value,
            DelegateParameters = Parameters(found.Groups["parameters"].Value, line),
        };
    }

    /// <summary>Reads a member line into the full name of its type and the member.</summary>
    public static (string Owner, ApiMember Member) AsMember(string line)
    {
        Match shape = Match(Shape(), line, line);
        string fullName = shape.Groups["name"].Value;
        bool isConstructor = fullName.EndsWith("..ctor", StringComparison.Ordinal);
        int dot = isConstructor ? fullName.Length - "..ctor".Length : fullName.LastIndexOf('.');
        (string owner, string name) = (fullName[..dot], fullName[(dot + 1)..]);
        if (isConstructor)
            return (owner, new ApiMember(ApiMemberKind.Constructor, ".ctor", "void")
            {
                Parameters = Parameters(shape.Groups["parameters"].Value, line),
            });
        if (shape.Groups["value"].Success)
            return (owner, new ApiMember(ApiMemberKind.EnumValue, name, "") { Value = shape.Groups["value"].Value });

        Match member = Match(MemberKind(), shape.Groups["kind"].Value, line);
        string[] modifiers = member.Groups["modifiers"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string accessors = member.Groups["accessors"].Value;
        ApiMemberKind kind =
            shape.Groups["parameters"].Success ? ApiMemberKind.Method :
            member.Groups["accessors"].Success ? ApiMemberKind.Property :
            modifiers.Contains("event") ? ApiMemberKind.Event :
            modifiers.Contains("const") ? ApiMemberKind.Constant : ApiMemberKind.Field;
        string indexType = shape.Groups["index"].Value.Trim('[', ']');
        return (owner, new ApiMember(kind, name, member.Groups["type"].Value)
        {
            Modifiers = modifiers.ToHashSet(),
            Parameters = indexType.Length > 0
                ? [new ApiParameter("", indexType, "index", null)]
                : Parameters(shape.Groups["parameters"].Value, line),
            Value = member.Groups["value"].Success ? member.Groups["value"].Value : null,
            HasGetter = accessors.Contains("get;"),
            HasSetter = accessors.Contains("set;"),
        });
    }

    private static ApiParameter[] Parameters(string text, string line) => text.Length == 0 ? [] :
    [
        .. text.Split(", ").Select(part => Match(ParameterShape(), part, line)).Select(match => new ApiParameter(
            match.Groups["modifier"].Value, match.Groups["type"].Value, match.Groups["name"].Value,
            match.Groups["default"].Success ? match.Groups["default"].Value : null)),
    ];

    private static Match Match(Regex shape, string text, string line)
    {
        Match match = shape.Match(text);
        return match.Success ? match : throw new FormatException($"not an API line: '{line}' (at '{text}')");
    }
}
