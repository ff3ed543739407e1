using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Qit.Tidy.Tests.Surface;

namespace Qit.Tidy.Tests.Device;

/// <summary>The result of a device compile: errors, or IL with its line numbers.</summary>
internal sealed class DeviceAssembly
{
    private readonly Lazy<ModuleDefinition?> module;

    public DeviceAssembly(
        CSharpCompilation compilation, IReadOnlyList<DeviceAssembly> references, IReadOnlyList<Diagnostic> errors,
        byte[]? image, byte[]? symbols)
    {
        (Compilation, References, Errors) = (compilation, references, errors);
        Image = image;
        module = new Lazy<ModuleDefinition?>(() => image is null ? null : Read(image, symbols!));
    }

    public string Name => Compilation.AssemblyName!;

    public CSharpCompilation Compilation { get; }

    /// <summary>Everything it needs besides the surface, in no order.</summary>
    public IReadOnlyList<DeviceAssembly> References { get; }

    public IReadOnlyList<Diagnostic> Errors { get; }

    /// <summary>The file, for those who want to run it; null when there are errors.</summary>
    public byte[]? Image { get; }

    /// <summary>The IL; null when there are errors.</summary>
    public ModuleDefinition? Module => module.Value;

    private ModuleDefinition Read(byte[] image, byte[] symbols) => ModuleDefinition.ReadModule(
        new MemoryStream(image),
        new ReaderParameters(ReadingMode.Deferred)
        {
            AssemblyResolver = new Resolver(References),
            ReadSymbols = true,
            SymbolReaderProvider = new PortablePdbReaderProvider(),
            SymbolStream = new MemoryStream(symbols),
        });

    /// <summary>Knows the surface and the referenced portable assemblies, and nothing of this machine.</summary>
    private sealed class Resolver(IReadOnlyList<DeviceAssembly> references) : IAssemblyResolver
    {
        private AssemblyDefinition? surface;

        public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
        {
            if (name.Name == SurfaceReference.AssemblyName)
                return surface ??= AssemblyDefinition.ReadAssembly(new MemoryStream([.. SurfaceReference.Image]), parameters);
            return references.FirstOrDefault(r => r.Name == name.Name)?.Module?.Assembly
                ?? throw new AssemblyResolutionException(name);
        }

        public void Dispose() => surface?.Dispose();
    }
}
