namespace Qit.Randomness.Tests.Support;

/// <summary>Normal variates from a seed (Box and Muller 1958), for tests only.</summary>
internal sealed class NormalSampler(ulong seed)
{
    private readonly SplitMix uniform = new(seed);

    public double Next() =>
        Math.Sqrt(-2 * Math.Log(1 - uniform.NextDouble())) * Math.Cos(2 * Math.PI * uniform.NextDouble());
}
