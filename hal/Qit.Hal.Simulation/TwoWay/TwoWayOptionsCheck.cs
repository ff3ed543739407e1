using static Qit.Hal.Simulation.WorldOptionsCheck;

namespace Qit.Hal.Simulation;

/// <summary>The allowed range of every option of the two-way twin.</summary>
public static class TwoWayOptionsCheck
{
    /// <summary>Checks every option.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(TwoWayOptions options)
    {
        const string path = "twoWay";
        Present(path, options);
        Range(path, options.ClockOffsetPicoseconds, -1e9, 1e9);
        Range(path, options.OutwardPicoseconds, 0, 1e9);
        Range(path, options.ReturnPicoseconds, 0, 1e9);
        Range(path, options.WavelengthMetres, 1e-7, 1e-4);
        Range(path, options.WavelengthError, -0.1, 0.1);
        Range(path, options.PhotonsPerSecond, 0, 1e9);
        Range(path, options.Visibility, 0, 1.0);
        Range(path, options.PlusEfficiency, 0, 1.0);
        Range(path, options.MinusEfficiency, 0, 1.0);
        Range(path, options.DarkCountsPerSecond, 0, 1e7);
        Range(path, options.DeadTimePicoseconds, 0, 1e8);
        Check(path + ".commonPhase", options.CommonPhase);
        Check(path + ".differentialPhase", options.DifferentialPhase);
        RoundTripOptionsCheck.Check(path + ".shifterA", options.ShifterA);
        RoundTripOptionsCheck.Check(path + ".shifterB", options.ShifterB);
        RoundTripOptionsCheck.Check(path + ".ramp", options.Ramp);
        double guard = InterferometerPasses.GuardMicroseconds(options);
        if (guard > 0.25 * options.Ramp.ActiveMicroseconds)
            throw new WorldOptionException(path + ".ramp.activeMicroseconds", $"{options.Ramp.ActiveMicroseconds}",
                $"at least {4 * guard} here: four times the clock offset and the travel time together");
    }

    private static void Check(string path, PhaseDriftOptions options)
    {
        Present(path, options);
        Range(path, options.RestRadians, -1e3, 1e3);
        Range(path, options.RadiansPerSecond, -1e3, 1e3);
        Range(path, options.RandomWalkRadians, 0, 1e3);
    }
}
