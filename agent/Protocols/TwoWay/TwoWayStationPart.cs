using Qit.Protocols.DeviceLink;
using Qit.Protocols.TwoWay;
using Qit.Timing.TwoWay;

namespace Qit.Agent.Protocols.TwoWay;

/// <summary>What the session knows of one station.</summary>
internal sealed class TwoWayStationPart
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Commands that it has yet to be sent.</summary>
    public Queue<ProtocolCommand> Commands { get; } = [];

    /// <summary>What it is at.</summary>
    public TwoWayStep Step { get; set; }

    /// <summary>Its fringes of this measurement.</summary>
    public List<PortFringe> Fringes { get; } = [];

    /// <summary>Its last fringe, which counts when the other station's is good as well.</summary>
    public PortFringe? Last { get; set; }

    /// <summary>Whether it is no longer heard.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether its ramps lost the clock meanwhile.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>Optical path of one step of its phase shifter, picometres.</summary>
    public double StepPicometres => (double)StepNumerator / StepDenominator;

    /// <summary>The device's answer.</summary>
    public long StepNumerator { get; set; } = 1;

    /// <summary>The device's answer.</summary>
    public long StepDenominator { get; set; } = 1;

    /// <summary>The device's answer.</summary>
    public long LowestPosition { get; set; }

    /// <summary>The device's answer.</summary>
    public long HighestPosition { get; set; }

    /// <summary>Phase steps as they are set, radians: whole steps of the phase shifter.</summary>
    public IReadOnlyList<double> StepRadians { get; private set; } = [];

    /// <summary>Asks for what the settings depend on.</summary>
    public void BeginSetup()
    {
        Step = TwoWayStep.Setup;
        Commands.Clear();
        Commands.Enqueue(ProtocolCommand.Stop(LoopKind.TwoWay));
        Commands.Enqueue(ProtocolCommand.Get(TwoWayKey.StepNumerator));
        Commands.Enqueue(ProtocolCommand.Get(TwoWayKey.StepDenominator));
        Commands.Enqueue(ProtocolCommand.Get(TwoWayKey.LowestPosition));
        Commands.Enqueue(ProtocolCommand.Get(TwoWayKey.HighestPosition));
    }

    /// <summary>Sends the settings, and the start.</summary>
    /// <returns>Why the phase shifter will not do; null when it will.</returns>
    public string? EndSetup(TwoWayMeasurement measurement)
    {
        if (StepNumerator < 1 || StepDenominator < 1 || HighestPosition <= LowestPosition)
        {
            return $"the device says that its phase shifter has steps of {StepNumerator}/{StepDenominator} pm from "
                + $"{LowestPosition} to {HighestPosition}; right would be above 0, and a travel";
        }
        double quarter = 0.25e12 * measurement.WavelengthMetres / StepPicometres;
        if (quarter < 1 || 3 * quarter > HighestPosition - LowestPosition)
        {
            return $"the phase shifter has steps of {StepPicometres:G4} pm and {HighestPosition - LowestPosition} of them; right "
                + "would be a step below a quarter wave, and a travel of three quarter waves";
        }
        long fine = (long)Math.Round(256 * quarter);
        // In the middle of the travel.
        long zero = LowestPosition + (long)((HighestPosition - LowestPosition - (3 * quarter)) / 2);
        double radiansPerStep = 2e-12 * Math.PI * StepPicometres / measurement.WavelengthMetres;
        StepRadians = [.. Enumerable.Range(0, TwoWaySettings.Steps).Select(step => ((step * fine + 128) >> 8) * radiansPerStep)];
        Set(TwoWayKey.Mode, TwoWayMode.Plan);
        Set(TwoWayKey.QuarterWave, fine);
        Set(TwoWayKey.StepZero, zero);
        Set(TwoWayKey.Dwell, measurement.DwellMicroseconds);
        Set(TwoWayKey.Gate, measurement.GateMicroseconds);
        Set(TwoWayKey.Settle, measurement.SettleMicroseconds);
        Set(TwoWayKey.RampSettle, measurement.RampSettleMicroseconds);
        Commands.Enqueue(ProtocolCommand.Start(LoopKind.TwoWay));
        return null;
    }

    /// <summary>Keeps a fringe.</summary>
    public void Take(FringeRecord record)
    {
        double middle = 0.5 * ((double)record.BeganMicroseconds + record.EndedMicroseconds) / MicrosecondsPerSecond;
        var samples = new PortSample[TwoWaySettings.Steps];
        for (int step = 0; step < samples.Length; step++)
            samples[step] = new PortSample(record.Live(step) / MicrosecondsPerSecond, record.Plus(step), record.Minus(step));
        Last = new PortFringe(record.RateNanometresPerSecond * 1e-9, middle, samples);
        IsInterrupted = record.IsInterrupted;
        Step = TwoWayStep.Waiting;
    }

    private void Set(byte key, long value) => Commands.Enqueue(ProtocolCommand.Set(key, value));
}
