using static Qit.Hal.Simulation.WorldOptionsCheck;

namespace Qit.Hal.Simulation;

/// <summary>The allowed range of every option of the round-trip twin.</summary>
public static class RoundTripOptionsCheck
{
    /// <summary>Checks every option.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(RoundTripOptions options)
    {
        Present("roundTrip", options);
        Range("roundTrip", options.ClockOffsetPicoseconds, -1e9, 1e9);
        Range("roundTrip", options.OutwardPicoseconds, 0, 1e9);
        Range("roundTrip", options.ReturnPicoseconds, 0, 1e9);
        Range("roundTrip", options.PairsPerSecond, 0, 1e9);
        Range("roundTrip", options.SignalTransmission, 0, 1);
        Range("roundTrip", options.IdlerTransmission, 0, 1);
        Range("roundTrip", options.DarkCountsPerSecond, 0, 1e7);
        Range("roundTrip", options.CoincidenceWindowPicoseconds, 0, 1e6);
        Range("roundTrip", options.ZeroMetres, -1.0, 1);
        Check(options.Photons);
        Check("roundTrip.delayLine", options.DelayLine);
        Check("roundTrip.ramp", options.Ramp);
        double guard = RampCycle.GuardMicroseconds(options);
        if (guard > 0.25 * options.Ramp.ActiveMicroseconds)
            throw new WorldOptionException("roundTrip.ramp.activeMicroseconds", $"{options.Ramp.ActiveMicroseconds}",
                $"at least {4 * guard} here: four times the clock offset or the travel time, whichever is longer");
    }

    /// <summary>Checks the photons alone.</summary>
    /// <exception cref="WorldOptionException">An option is outside its range.</exception>
    public static void Check(TwoPhotonOptions options)
    {
        const string path = "roundTrip.photons";
        Present(path, options);
        Range(path, options.BandwidthRadiansPerSecond, 1e9, 1e15);
        Range(path, options.PumpBandwidthRadiansPerSecond, 0, 1e14);
        Range(path, options.ModeOverlap, 0, 1.0);
        Range(path, options.Reflectivity, 0, 1.0);
        Check(path + ".signalFibre", options.SignalFibre);
        Check(path + ".idlerFibre", options.IdlerFibre);
    }

    private static void Check(string path, FibreDispersionOptions options)
    {
        Present(path, options);
        Range(path, options.LengthMetres, 0, 1e6);
        Range(path, options.SecondOrder, -1000, 1000);
        Range(path, options.ThirdOrder, -100, 100);
        Range(path, options.FourthOrder, -10, 10);
    }

    internal static void Check(string path, DelayLineOptions options)
    {
        Present(path, options);
        Range(path, options.StepPicometres, 1, 1_000_000_000);
        Range(path, options.MaxSteps, 1, 1_000_000_000);
        Range(path, options.StepsPerSecond, 1, 1e9);
        Range(path, options.ScaleError, -0.1, 0.1);
        Range(path, options.BacklashSteps, 0, 1e6);
        Range(path, options.PeriodicErrorMetres, 0, 1e-3);
        Range(path, options.ScrewPeriodMetres, 1e-9, 1);
        Range(path, options.BowMetres, -1e-3, 1e-3);
        Range(path, options.RepeatabilityStepsRms, 0, 1e6);
        Range(path, options.OvershootSteps, 0, 1e6);
        Range(path, options.SettlingMicroseconds, 0, 1e7);
    }

    internal static void Check(string path, DelayRampOptions options)
    {
        Present(path, options);
        Range(path, options.ActiveMicroseconds, 100, 10_000_000);
        Range(path, options.FlybackMicroseconds, 0, 10_000_000);
        Range(path, options.RateError, -0.1, 0.1);
        Range(path, options.RateMismatch, -0.1, 0.1);
        Range(path, options.BowMetres, -1e-3, 1e-3);
        Range(path, options.StartJitterPicosecondsRms, 0, 1e9);
        Range(path, options.SpinUpMicroseconds, 0, 100_000_000);
        Range(path, options.UnlockAtSeconds, 0, 1e9);
        Range(path, options.UnlockForSeconds, 0, 1e6);
    }
}
