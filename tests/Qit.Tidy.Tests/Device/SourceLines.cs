using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Qit.Tidy.Tests.Device;

/// <summary>Turns a place in the IL into file and line: by sequence point inside bodies, by declaration elsewhere.</summary>
internal sealed class SourceLines(DeviceAssembly assembly)
{
    public Finding Finding(IMemberDefinition member, Instruction? instruction, string rule, string wrong, string right)
    {
        (string file, int line) = Of(member, instruction);
        return new Finding(file, line, rule, wrong, right);
    }

    public (string File, int Line) Of(IMemberDefinition member, Instruction? instruction)
    {
        if (instruction is not null && member is MethodDefinition method)
        {
            SequencePoint? point = method.DebugInformation.SequencePoints
                .LastOrDefault(p => p.Offset <= instruction.Offset && !p.IsHidden);
            if (point is not null)
                return (point.Document.Url, point.StartLine);
        }
        for (IMemberDefinition? at = member; at is not null; at = at.DeclaringType)
            if (Declaration(at) is { } location)
                return (location.SourceTree!.FilePath, location.GetLineSpan().StartLinePosition.Line + 1);
        return (assembly.Name + " (compiler-generated)", 0);
    }

    private Location? Declaration(IMemberDefinition member)
    {
        TypeDefinition type = member as TypeDefinition ?? member.DeclaringType;
        INamedTypeSymbol? symbol = assembly.Compilation.Assembly.GetTypeByMetadataName(type.FullName.Replace('/', '+'));
        if (symbol is null || member is TypeDefinition)
            return InSource(symbol);
        int parameterCount = (member as MethodDefinition)?.Parameters.Count ?? -1;
        ISymbol[] named = [.. symbol.GetMembers(member.Name)];
        return InSource(named.FirstOrDefault(s => s is IMethodSymbol m && m.Parameters.Length == parameterCount) ?? named.FirstOrDefault());
    }

    private static Location? InSource(ISymbol? symbol) => symbol?.Locations.FirstOrDefault(location => location.IsInSource);
}
