using Mono.Cecil;
using Qit.Tidy.Tests.Surface;

namespace Qit.Tidy.Tests;

/// <summary>The API list, its parser and the reference assembly that is made of it.</summary>
public sealed class NanoSurfaceTests
{
    [Test]
    public void CommittedList_GivesTypesWithMembers()
    {
        NanoSurface surface = NanoSurface.Committed;
        Assert.That(surface.Find("System.Int32")?.Members.Select(m => m.Signature), Does.Contain("Parse(string)"));
        Assert.That(surface.Find("System.String")?.Members.Select(m => m.Signature), Does.Contain("Format(string,object[])"));
        Assert.That(surface.Find("System.Math")?.Members.Select(m => m.Signature), Does.Not.Contain("Max(long,long)"));
        Assert.That(surface.Find("System.Collections.Generic.List`1"), Is.Null);
    }

    [Test]
    public void EveryListedTypeAndMember_IsInTheReferenceAssembly()
    {
        using AssemblyDefinition compiled = AssemblyDefinition.ReadAssembly(new MemoryStream([.. SurfaceReference.Image]));
        Dictionary<string, TypeDefinition> types = compiled.MainModule.GetTypes()
            .ToDictionary(type => type.FullName.Replace('/', '.'), StringComparer.Ordinal);
        foreach (ApiType type in NanoSurface.Committed.Types)
        {
            Assert.That(types, Does.ContainKey(type.FullName));
            TypeDefinition definition = types[type.FullName];
            string[] names = [.. definition.Methods.Select(m => m.Name), .. definition.Fields.Select(f => f.Name),
                .. definition.Properties.Select(p => p.Name), .. definition.Events.Select(e => e.Name)];
            Assert.That(type.Members.Select(m => m.Name).Except(names), Is.Empty, type.FullName);
        }
    }

    [Test]
    public void ReferenceAssembly_ShowsNoPublicMemberBeyondTheList()
    {
        using AssemblyDefinition compiled = AssemblyDefinition.ReadAssembly(new MemoryStream([.. SurfaceReference.Image]));
        foreach (TypeDefinition definition in compiled.MainModule.GetTypes().Where(type => type.IsPublic || type.IsNestedPublic))
        {
            ApiType? type = NanoSurface.Committed.Find(definition.FullName.Replace('/', '.'));
            Assert.That(type, Is.Not.Null, definition.FullName);
            if (type!.Kind is not ("class" or "interface"))
                continue;
            int listed = type.Members.Count(m => m.Kind is ApiMemberKind.Method or ApiMemberKind.Constructor);
            int shown = definition.Methods.Count(m => (m.IsPublic || m.IsFamily)
                && (!m.IsSpecialName || m.IsConstructor || m.Name.StartsWith("op_", StringComparison.Ordinal)));
            Assert.That(shown, Is.EqualTo(listed), definition.FullName);
        }
    }

    [TestCase("System.Object : class", TestName = "Parse_LineWithoutAssembly_Throws")]
    [TestCase("[mscorlib] System.Object.Equals(object obj : virtual bool", TestName = "Parse_UnbalancedParameters_Throws")]
    [TestCase("[mscorlib] System.Nowhere.Equals(object obj) : bool", TestName = "Parse_MemberOfUnknownType_Throws")]
    public void Parse_BrokenLine_Throws(string line) =>
        Assert.That(() => NanoSurface.Parse(["[mscorlib] System.Object : class", line]), Throws.TypeOf<FormatException>());
}
