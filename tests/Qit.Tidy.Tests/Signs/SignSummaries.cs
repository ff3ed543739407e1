using Mono.Cecil;
using Mono.Cecil.Cil;
using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Signs;

/// <summary>What a method does with the types of its slots.</summary>
/// <param name="Hazards">Rule, instruction and text of every hazard inside.</param>
/// <param name="Return">The slot a caller receives.</param>
internal sealed record MethodSigns(IReadOnlyList<SignHazard> Hazards, Slot Return);

internal readonly record struct SignHazard(string Rule, Instruction Instruction, string Wrong, string Right);

/// <summary>
/// Analyses methods on demand and remembers the results, so that a value that is not negative may cross calls with
/// the wrong type on it as long as nobody downstream uses it where the type matters.
/// </summary>
internal sealed class SignSummaries
{
    private readonly Dictionary<(MethodDefinition, ArgumentTags), MethodSigns> known = [];
    private readonly HashSet<(MethodDefinition, ArgumentTags)> running = [];
    private readonly HashSet<MethodDefinition> usedAsDelegate;
    private readonly Interpreter interpreter;

    public SignSummaries(DeviceAssembly assembly)
    {
        interpreter = new Interpreter(ReturnOf);
        usedAsDelegate =
        [
            .. assembly.References.Append(assembly).SelectMany(ModuleWalk.Methods).SelectMany(ModuleWalk.Instructions)
                .Where(i => i.OpCode.Code is Code.Ldftn or Code.Ldvirtftn)
                .Select(i => Definition((MethodReference)i.Operand)).OfType<MethodDefinition>(),
        ];
    }

    public MethodSigns Analyse(MethodDefinition method) => Analyse(method, ArgumentTags.None);

    public MethodSigns Analyse(MethodDefinition method, ArgumentTags tags)
    {
        var key = (method, tags);
        if (known.TryGetValue(key, out MethodSigns? done))
            return done;
        // A recursive call adds nothing of its own: its hazards are those of the run under way.
        if (!method.HasBody || !running.Add(key))
            return new MethodSigns([], Slot.Of(method.ReturnType));
        var hazards = new List<SignHazard>();
        Slot? returned = null;
        foreach ((Instruction instruction, Frame before) in Flow.Run(method, tags, interpreter))
        {
            IReadOnlyList<Slot> operands = Interpreter.Operands(instruction, before, method);
            var place = new SignPlace(method, instruction, operands, this);
            hazards.AddRange(SignRules.Checks.SelectMany(check => check.Hazards(place)));
            if (instruction.OpCode.Code == Code.Ret && operands.Count == 1)
                returned = returned is { } other ? Slot.Merge(other, operands[0]) : operands[0];
        }
        running.Remove(key);
        return known[key] = new MethodSigns(hazards, Returned(method, returned));
    }

    /// <summary>The one body that a call can reach, or null if there is none or it is chosen at run time.</summary>
    public static MethodDefinition? Body(MethodReference callee) =>
        Definition(callee) is { HasBody: true } body && (!body.IsVirtual || body.IsFinal || body.DeclaringType.IsSealed) ? body : null;

    /// <summary>Called through an interface, a base class or a delegate, by callers that are not analysed with it.</summary>
    public bool IsChosenAtRunTime(MethodDefinition method) => method.IsVirtual || usedAsDelegate.Contains(method);

    /// <summary>True for methods of the device's own assemblies.</summary>
    public static bool IsDeviceApi(MethodReference callee) =>
        callee.DeclaringType.Scope is AssemblyNameReference { Name: Surface.SurfaceReference.AssemblyName };

    private Slot ReturnOf(MethodReference callee, IReadOnlyList<Slot> operands) =>
        Body(callee) is { } body ? Analyse(body, ArgumentTags.Of(callee, operands)).Return : Slot.Of(callee.ReturnType);

    // A hazard is reported where it is returned; callers then start afresh, one report for one mistake.
    private Slot Returned(MethodDefinition method, Slot? returned) =>
        returned is { IsHazard: false } slot && slot.CarriesWrongTypeInto(method.ReturnType) && !IsChosenAtRunTime(method)
            ? slot
            : Slot.Of(method.ReturnType);

    private static MethodDefinition? Definition(MethodReference callee)
    {
        try
        {
            return IsDeviceApi(callee) ? null : callee.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            // The referenced portable assembly did not compile; its own errors say so. Its bodies count as unknown.
            return null;
        }
    }
}
