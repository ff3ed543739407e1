using Mono.Cecil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Rules;

/// <summary>Calling a body inside an interface ends in CLR_E_WRONG_TYPE; static members of interfaces are bodies too.</summary>
internal sealed class InterfaceBodyRule : IRule
{
    public string Id => "INTERFACE";

    public IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        const string right = "keep interfaces abstract; put shared code and state into a static class beside them";
        var lines = new SourceLines(assembly);
        foreach (TypeDefinition type in ModuleWalk.Types(assembly).Where(type => type.IsInterface))
        {
            foreach (MethodDefinition method in type.Methods)
                if ((method.HasBody || method.IsStatic) && !method.IsConstructor)
                    yield return lines.Finding(method, null, Id, $"interface member {type.Name}.{method.Name} has a body or is static", right);
            foreach (FieldDefinition field in type.Fields.Where(field => !field.IsLiteral))
                yield return lines.Finding(field, null, Id, $"interface {type.Name} holds the static field {field.Name}", right);
        }
    }
}
