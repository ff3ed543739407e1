using static Qit.Hal.Simulation.WorldOptionsCheck;

namespace Qit.Hal.Simulation;

/// <summary>The allowed range of every option of the purification twin.</summary>
public static class PurificationOptionsCheck
{
    /// <summary>Checks every option.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(PurificationOptions options)
    {
        Present("purification", options);
        Range("purification", options.PairsPerSecond, 1, 1e6);
        Range("purification", options.Fidelity, 0, 1.0);
        Range("purification", options.MessageMicroseconds, 0, 1e6);
        Range("purification", options.MemoryPairs, 4, 1_000_000);
        if (options.BellProbabilities is double[] bell
            && !(bell.Length == 4 && bell.All(one => one >= 0) && Math.Abs(bell.Sum() - 1) <= 1e-6))
        {
            throw new WorldOptionException(
                "purification.bellProbabilities", string.Join(", ", bell), "four probabilities with sum 1");
        }

        Check("purification.stationA", options.StationA);
        Check("purification.stationB", options.StationB);
    }

    private static void Check(string path, PairMemoryOptions options)
    {
        Present(path, options);
        Range(path, options.Transmission, 0, 1.0);
        Range(path, options.CoherenceMicroseconds, 1, 1e15);
        Range(path, options.GateError, 0, 1.0);
        Range(path, options.ReadoutError, 0, 0.5);
        Range(path, options.ReadoutLoss, 0, 1.0);
        Range(path, options.ClaimedGateError ?? 0, 0, 1.0, nameof(options.ClaimedGateError));
        Range(path, options.ClaimedReadoutError ?? 0, 0, 0.5, nameof(options.ClaimedReadoutError));
        Range(path, options.BufferRecords, 1, 10_000_000);
    }
}
