using Qit.Agent.Protocols.Simulation;
using Qit.Firmware;
using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>The world of the one-way protocol and its session.</summary>
/// <param name="options">The world.</param>
/// <param name="procedure">How it is measured.</param>
internal sealed class OneWayBench(OneWayOptions options, OneWayProcedure procedure) : ProtocolBench
{
    private OneWayExperiment? experiment;

    /// <inheritdoc/>
    public override IProtocolSession Session { get; } = new OneWaySession(procedure);

    /// <summary>A slice of the world.</summary>
    public override long StepMicroseconds => 1_000;

    /// <inheritdoc/>
    public override Board CreateBoard(int station, IMonotonicClock clock, IByteStream link)
    {
        experiment ??= new OneWayExperiment(options, clock);
        bool isA = station == 0;
        return new Board(clock, link)
        {
            DeviceId = (uint)station + 1,
            BootId = 1,
            Name = isA ? "alice" : "bob",
            IsSimulated = true,
            Tagger = isA ? experiment.TaggerA : experiment.TaggerB,
            PathSelector = isA ? experiment.PathSelector : null,
        };
    }

    /// <inheritdoc/>
    public override void AdvanceTo(long nowMicroseconds) => experiment?.AdvanceTo(nowMicroseconds * 1_000_000);

    /// <inheritdoc/>
    public override double TruthPicoseconds(ProtocolAnswer answer)
    {
        MeasuredQuantity when = answer.Quantities.FirstOrDefault(quantity => quantity.Name == OneWayVerdict.ReferenceTime);
        return experiment is null || when.Name is null
            ? double.NaN : experiment.ClockOffsetPicoseconds((long)Math.Round(when.Value * 1e12));
    }

    /// <inheritdoc/>
    public override double? TruthOf(string name) => name switch
    {
        "secondPath" => options.SecondPathMetres,
        "dispersion" => experiment?.DispersionPicosecondsPerMetre,
        "slowness" => experiment?.SlownessPicosecondsPerMetre,
        "frequency" => options.ClockA.FrequencyOffset - options.ClockB.FrequencyOffset,
        _ => null,
    };
}
