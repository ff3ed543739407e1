using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Qit.Tidy.Tests.Surface;

namespace Qit.Tidy.Tests.Device;

/// <summary>A source file as the compiler sees it; the path is what findings print.</summary>
internal readonly record struct SourceFile(string Path, string Text);

/// <summary>
/// Compiles C# the way the device build does: language version 13, optimised, overflow unchecked, against
/// the device's surface. The host build is checked and binds to .NET 10, so its IL says little about the device.
/// </summary>
internal static class DeviceCompiler
{
    private static readonly CSharpParseOptions Language = new(
        LanguageVersion.CSharp13, DocumentationMode.None, preprocessorSymbols: ["NANOFRAMEWORK_1_0", "RELEASE"]);

    // Unsafe code is allowed so that the POINTER rule, not a compiler switch, names what is wrong with it.
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: false,
        allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, deterministic: true);

    /// <summary>Compiles against the device's surface and other assemblies compiled by this method.</summary>
    public static DeviceAssembly Compile(string name, IEnumerable<SourceFile> sources, params IEnumerable<DeviceAssembly> references)
    {
        DeviceAssembly[] closure = [.. references.SelectMany(r => r.References.Append(r)).DistinctBy(r => r.Name)];
        CSharpCompilation compilation = CSharpCompilation.Create(
            name, sources.Select(Parse),
            closure.Select(MetadataReference (r) => r.Compilation.ToMetadataReference()).Append(SurfaceReference.Metadata), Options);
        return Emit(compilation, closure);
    }

    /// <summary>Compiles against .NET 10: gives the IL look-up something the device lacks to find.</summary>
    public static DeviceAssembly CompileForHost(string name, IEnumerable<SourceFile> sources)
    {
        string[] paths = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return Emit(CSharpCompilation.Create(
            name, sources.Select(Parse), paths.Select(path => MetadataReference.CreateFromFile(path)), Options), []);
    }

    public static IReadOnlyList<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    private static SyntaxTree Parse(SourceFile source) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source.Text, System.Text.Encoding.UTF8), Language, source.Path);

    private static DeviceAssembly Emit(CSharpCompilation compilation, IReadOnlyList<DeviceAssembly> references)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult result = compilation.Emit(
            image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return result.Success
            ? new DeviceAssembly(compilation, references, [], image.ToArray(), symbols.ToArray())
            // Emit stops at the first stage that fails; all that can be known goes into one report.
            : new DeviceAssembly(compilation, references, Errors(result.Diagnostics.Union(compilation.GetDiagnostics())), null, null);
    }
}
