using System.Globalization;
using Qit.Timing.ClockSources;

namespace Qit.Agent.Protocols.Purification;

/// <summary>How purification is measured, and what it is for.</summary>
public sealed record PurificationMeasurement
{
    private const double MillionParts = 1e6;

    /// <summary>Rounds that are done and measured, 1 to 20.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Part of the pairs that is measured before the first and after each round to estimate the fidelity, 0.001 to
    /// 0.999.</summary>
    public double SampledPart { get; init; } = 0.2;

    /// <summary>Pairs with both halves in the book that each of the two protocols is given, 100 to 1e9.</summary>
    public double Pairs { get; init; } = 100_000;

    /// <summary>Frequency of the clocks that the pairs are to synchronize, Hz, 1 to 1e18.</summary>
    public double ClockFrequencyHertz { get; init; } = ClockSource.Cesium133.FrequencyHertz;

    /// <summary>A comparison whose second half is later than this expires, s, 0.1 to 1000.</summary>
    public double TimeoutSeconds { get; init; } = 10;

    /// <summary>Checks every field.</summary>
    /// <exception cref="BadInputException">A field is out of range; the message names it under the given path.</exception>
    public void Check(string path)
    {
        Demand(Rounds is >= 1 and <= 20, path, nameof(Rounds), Rounds, "1 to 20");
        Demand(SampledPart is >= 0.001 and <= 0.999, path, nameof(SampledPart), SampledPart, "0.001 to 0.999");
        Demand(Pairs is >= 100 and <= 1e9, path, nameof(Pairs), Pairs, "100 to 1e9");
        Demand(ClockFrequencyHertz is >= 1 and <= 1e18, path, nameof(ClockFrequencyHertz), ClockFrequencyHertz, "1 to 1e18");
        Demand(TimeoutSeconds is >= 0.1 and <= 1000, path, nameof(TimeoutSeconds), TimeoutSeconds, "0.1 to 1000");
    }

    /// <summary>The sampled part in the device's unit.</summary>
    internal long SamplePerMillion => (long)Math.Round(SampledPart * MillionParts);

    private static void Demand(bool isRight, string path, string name, double value, string right)
    {
        if (isRight)
            return;
        string field = char.ToLowerInvariant(name[0]) + name[1..];
        throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"{path}.{field} is {value}; right would be {right}"));
    }
}
