using Mono.Cecil;
using Qit.Tidy.Tests.Device;
using Qit.Tidy.Tests.Rules;

namespace Qit.Tidy.Tests.Signs;

/// <summary>The sign checks as rules: they share one analysis of the assembly.</summary>
internal sealed class SignRules : IRule
{
    public static IReadOnlyList<ISignCheck> Checks { get; } =
    [
        new SignShiftCheck(), new SignRemainderCheck(), new SignWidenCheck(), new SignFloatCheck(),
        new SignCarryCheck(), new FloatToULongCheck(),
    ];

    public static IReadOnlyList<IRule> All { get; } = [.. Checks.Select(check => new SignRules(check))];

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<DeviceAssembly, SignSummaries> Analyses = [];
    private readonly ISignCheck check;

    private SignRules(ISignCheck check) => this.check = check;

    public string Id => check.Id;

    public IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        SignSummaries summaries = Analyses.GetValue(assembly, key => new SignSummaries(key));
        var lines = new SourceLines(assembly);
        foreach (MethodDefinition method in ModuleWalk.Methods(assembly))
            foreach (SignHazard hazard in summaries.Analyse(method).Hazards.Where(hazard => hazard.Rule == Id))
                yield return lines.Finding(method, hazard.Instruction, Id, hazard.Wrong, hazard.Right);
    }
}
