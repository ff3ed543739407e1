using Qit.Agent.Protocols.Simulation;
using Qit.Firmware.Host;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>The world of the one-way protocol and its session.</summary>
/// <param name="options">The world.</param>
/// <param name="procedure">How it is measured.</param>
internal sealed class OneWayBench(OneWayOptions options, OneWayProcedure procedure) : ProtocolBench
{
    private readonly OneWayDevices devices = new(options);

    /// <inheritdoc/>
    public override SimulatedDevices Devices => devices;

    /// <inheritdoc/>
    public override IProtocolSession Session { get; } = new OneWaySession(procedure);

    /// <inheritdoc/>
    public override double TruthPicoseconds(ProtocolAnswer answer)
    {
        MeasuredQuantity when = answer.Quantities.FirstOrDefault(quantity => quantity.Name == OneWayVerdict.ReferenceTime);
        return devices.Experiment is not OneWayExperiment experiment || when.Name is null
            ? double.NaN : experiment.ClockOffsetPicoseconds((long)Math.Round(when.Value * 1e12));
    }

    /// <inheritdoc/>
    public override double? TruthOf(string name) => name switch
    {
        "secondPath" => options.SecondPathMetres,
        "dispersion" => devices.Experiment?.DispersionPicosecondsPerMetre,
        "slowness" => devices.Experiment?.SlownessPicosecondsPerMetre,
        "frequency" => options.ClockA.FrequencyOffset - options.ClockB.FrequencyOffset,
        _ => null,
    };
}
