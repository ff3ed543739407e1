using System.Text;

namespace Qit.Tidy.Tests.Surface;

/// <summary>
/// Writes the API list as C# whose bodies throw, so that compiling it gives reference assemblies that are
/// exactly the device's surface: overloads bind as they do in the device build (there is no
/// Math.Max(long, long), so float wins), and what the list lacks does not compile.
/// </summary>
internal sealed class StubWriter(NanoSurface surface)
{
    private readonly StringBuilder text = new();

    public static string Write(NanoSurface surface)
    {
        var writer = new StubWriter(surface);
        // Signatures use short names; every namespace is in sight of every other.
        foreach (string name in surface.Types.Select(type => type.Namespace).Distinct())
            writer.text.Append("using ").Append(name).AppendLine(";");
        foreach (ApiType type in surface.Types.Where(type => type.DeclaringType is null))
        {
            writer.text.Append("namespace ").Append(type.Namespace).AppendLine(" {");
            writer.WriteType(type);
            writer.text.AppendLine("}");
        }
        return writer.text.ToString();
    }

    private void WriteType(ApiType type)
    {
        string name = "@" + type.Name;
        switch (type.Kind)
        {
            case "enum":
                IEnumerable<string> values = type.Members.Select(m => $"@{m.Name} = {m.Value}");
                text.AppendLine($"public enum {name} : {type.Detail} {{ {string.Join(", ", values)} }}");
                return;
            case "delegate":
                text.AppendLine(
                    $"public delegate {type.Detail} {name}{TypeParameters(type)}({StubMembers.Parameters(type.DelegateParameters)});");
                return;
        }
        string bases = type.Bases.Count == 0 ? "" : " : " + string.Join(", ", type.Bases);
        text.AppendLine($"public unsafe {type.Modifier} {type.Kind} {name}{bases} {{");
        if (type.Kind == "class" && type.Modifier != "static" && !HasDefaultConstructor(type))
            text.AppendLine($"internal {name}() {{ }}");
        foreach (ApiMember member in type.Members)
            text.AppendLine(type.Kind == "interface"
                ? StubMembers.InInterface(member)
                : StubMembers.InClass(type, member, IsOverride(type, member)));
        if (type.Kind is "class" or "struct")
            foreach (ApiType contract in surface.Interfaces(type))
                foreach (ApiMember member in contract.Members)
                    text.AppendLine(StubMembers.Explicit(contract, member));
        foreach (ApiType nested in type.Nested)
            WriteType(nested);
        text.AppendLine("}");
    }

    /// <summary>
    /// Every class gets a parameterless constructor, internal where the list has none, so that stubs of
    /// derived classes need not know which base constructor to call. Portable code cannot see it.
    /// </summary>
    private static bool HasDefaultConstructor(ApiType type) =>
        type.Members.Any(member => member.Kind == ApiMemberKind.Constructor && member.Parameters.Count == 0);

    private bool IsOverride(ApiType type, ApiMember member) =>
        member.Modifiers.Contains("virtual") && surface.BaseClasses(type).Any(
            ancestor => ancestor.Members.Any(m => m.Modifiers.Contains("virtual") && m.Signature == member.Signature));

    /// <summary>The list gives only the count; the names are those that the signature uses, T before TResult.</summary>
    private static string TypeParameters(ApiType type)
    {
        if (type.TypeParameterCount == 0)
            return "";
        IEnumerable<string> names = type.DelegateParameters.Select(p => p.Type).Append(type.Detail)
            .Where(name => name[0] == 'T' && (name.Length == 1 || !char.IsLower(name[1]))).Distinct();
        return $"<{string.Join(", ", names)}>";
    }
}
