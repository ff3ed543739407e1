using Qit.Tidy.Tests.Device;

namespace Qit.Tidy.Tests.Rules;

/// <summary>One thing the device cannot run, or runs wrongly. Its id heads its row in docs/portable.md.</summary>
internal interface IRule
{
    string Id { get; }

    IEnumerable<Finding> Check(DeviceAssembly assembly);
}

internal static class PortableRules
{
    public static IReadOnlyList<IRule> All { get; } =
    [
        new SurfaceRule(),
        new GenericRule(),
        new MultiDimensionalArrayRule(),
        new CheckedRule(),
        new InterfaceBodyRule(),
        new PointerRule(),
        new EnumTextRule(),
        new TryParseRule(),
        new MathFloatRule(),
        new MathSingleRule(),
        .. Signs.SignRules.All,
    ];

    public static IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        All.SelectMany(rule => rule.Check(assembly)).Distinct();
}
