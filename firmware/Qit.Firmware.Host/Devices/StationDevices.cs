using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Firmware.Host;

/// <summary>The two stations that tag photons and play Bell trials.</summary>
public sealed class StationDevices : SimulatedDevices
{
    private const double PicosecondsPerMicrosecond = 1e6;

    private readonly string[] names;
    private readonly double speed;

    /// <summary>Prepares them.</summary>
    /// <param name="options">The world.</param>
    /// <param name="names">Names of stations A and B, for people.</param>
    /// <param name="speed">Seconds of the world in a second of the clock, above 0.</param>
    /// <exception cref="WorldOptionException">An option of the world is outside its range.</exception>
    public StationDevices(WorldOptions options, string[] names, double speed = 1)
    {
        CheckClocks(options);
        this.names = names;
        this.speed = speed;
        World = new SimulatedWorld(options);
    }

    /// <summary>The world both stations look at; it knows the truth.</summary>
    public SimulatedWorld World { get; }

    /// <inheritdoc/>
    public override int Stations => 2;

    /// <inheritdoc/>
    public override Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link)
    {
        SimulatedStation twin = World.Station(station == 0 ? Station.A : Station.B);
        return new Board(clock, link)
        {
            DeviceId = (uint)station + 1,
            BootId = bootId,
            Name = names[station],
            IsSimulated = true,
            Tagger = twin.Tagger,
            SettingsEntropy = twin.EntropySource,
            BasisSelector = twin.BasisSelector,
            TrialRecorder = twin.TrialRecorder,
        };
    }

    /// <inheritdoc/>
    public override void AdvanceTo(long nowMicroseconds) =>
        World.AdvanceTo((long)(nowMicroseconds * speed * PicosecondsPerMicrosecond));

    /// <summary>Refuses clocks whose tags the firmware could only date whole turns off: it sees a counter that wraps, and has no
    /// PPS yet to count the turns from.</summary>
    /// <param name="options">The world.</param>
    /// <exception cref="WorldOptionException">A clock starts half a turn of its tagger's counter from zero, or further.</exception>
    public static void CheckClocks(WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckClock("clockA", options.ClockA, options.TaggerA);
        CheckClock("clockB", options.ClockB, options.TaggerB);
    }

    private static void CheckClock(string name, ClockOptions clock, TaggerOptions tagger)
    {
        double tick = tagger.TickFemtosecondsNumerator / (1000.0 * tagger.TickFemtosecondsDenominator);
        double halfTurn = Math.Floor(tick * Math.Pow(2, tagger.CounterBits - 1));
        if (Math.Abs(clock.OffsetPicoseconds) >= halfTurn)
        {
            throw new WorldOptionException(
                $"{name}.offsetPicoseconds", $"{clock.OffsetPicoseconds}",
                $"less than half a turn of the tagger's counter, {halfTurn} ps, either sign (or more counterBits)");
        }
    }
}
