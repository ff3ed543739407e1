using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Surface;

/// <summary>
/// The reference assembly generated from the API list. One assembly stands for all of the device's, named
/// mscorlib as the device's core library is; references are matched by full type name, so the split does not matter.
/// </summary>
internal static class SurfaceReference
{
    public const string AssemblyName = "mscorlib";

    private static readonly Lazy<ImmutableArray<byte>> Compiled = new(() => Compile(NanoSurface.Committed));

    public static ImmutableArray<byte> Image => Compiled.Value;

    public static MetadataReference Metadata { get; } = MetadataReference.CreateFromImage(Image);

    public static ImmutableArray<byte> Compile(NanoSurface surface)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            AssemblyName, [CSharpSyntaxTree.ParseText(StubWriter.Write(surface), path: "surface.cs")],
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image, options: new EmitOptions(runtimeMetadataVersion: "v4.0.30319"));
        if (!result.Success)
            throw new InvalidOperationException(
                "the API list does not compile:\n" + string.Join('\n', DeviceCompiler.Errors(result.Diagnostics)));
        return [.. image.ToArray()];
    }
}
