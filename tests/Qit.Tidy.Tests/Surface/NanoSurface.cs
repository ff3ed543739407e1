namespace Qit.Tidy.Tests.Surface;

/// <summary>
/// What nanoFramework v1 offers, read from the committed list. The one source for both halves of the check:
/// the reference assembly that portable code is compiled against, and the look-up of every reference in its IL.
/// </summary>
internal sealed class NanoSurface
{
    public const string ListPath = "tests/Qit.Tidy.Tests/Surface/nanoframework-api.txt";

    private static readonly Lazy<NanoSurface> Shared = new(() => Parse(File.ReadLines(Repository.Absolute(ListPath))));
    private readonly Dictionary<string, ApiType> types = new(StringComparer.Ordinal);

    public static NanoSurface Committed => Shared.Value;

    public IEnumerable<ApiType> Types => types.Values;

    public static NanoSurface Parse(IEnumerable<string> lines)
    {
        string[] facts = [.. lines.Where(line => line.Length > 0 && line[0] != '#')];
        var surface = new NanoSurface();
        var members = new List<string>();
        foreach (string line in facts)
            if (ApiLine.AsType(line) is { } type)
                surface.types.Add(type.FullName, type);
            else
                members.Add(line);
        foreach (string line in members)
        {
            (string owner, ApiMember member) = ApiLine.AsMember(line);
            if (!surface.types.TryGetValue(owner, out ApiType? type))
                throw new FormatException($"'{line}' belongs to no listed type");
            type.Members.Add(member);
        }
        foreach (ApiType type in surface.types.Values)
            if (surface.types.TryGetValue(type.FullName[..type.FullName.LastIndexOf('.')], out ApiType? outer))
            {
                type.DeclaringType = outer;
                outer.Nested.Add(type);
            }
        return surface;
    }

    /// <param name="fullName">Namespace, name and arity; nested types joined by a dot.</param>
    public ApiType? Find(string fullName) => types.GetValueOrDefault(fullName);

    /// <summary>Resolves a name as the list writes it in a signature: short, seen from the type that uses it.</summary>
    public ApiType? FindShort(string shortName, ApiType from) =>
        Find(from.FullName + "." + shortName)
        ?? Find(from.Namespace + "." + shortName)
        ?? types.Values.FirstOrDefault(type => type.Name == shortName && type.TypeParameterCount == 0);

    /// <summary>Base class and everything it derives from, nearest first. Object is at the end.</summary>
    public IEnumerable<ApiType> BaseClasses(ApiType type)
    {
        for (ApiType? at = BaseClass(type); at is not null; at = BaseClass(at))
            yield return at;
    }

    /// <summary>All interfaces of a type: its own, those they extend, not those of base classes.</summary>
    public IEnumerable<ApiType> Interfaces(ApiType type) =>
        type.Bases.Select(name => FindShort(name, type)).OfType<ApiType>().Where(found => found.Kind == "interface")
            .SelectMany(found => Interfaces(found).Prepend(found)).DistinctBy(found => found.FullName);

    private ApiType? BaseClass(ApiType type)
    {
        if (type.FullName == "System.Object" || type.Kind == "interface")
            return null;
        ApiType? listed = type.Bases.Select(name => FindShort(name, type)).FirstOrDefault(found => found?.Kind == "class");
        return listed ?? Find(type.Kind switch
        {
            "struct" => "System.ValueType",
            "enum" => "System.Enum",
            "delegate" => "System.MulticastDelegate",
            _ => "System.Object",
        });
    }
}
