using System.Buffers;
using Qit.Agent.Configuration;
using Qit.Agent.Monitoring;
using Qit.Agent.Publishing;
using Qit.Agent.Publishing.Payloads;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Hal.Simulation;

namespace Qit.Agent.Tests.Monitoring;

/// <summary>Five gateways that publish two of the ten comparisons of five simulated masers each, through the publisher's own
/// payloads, and what the monitoring makes of them.</summary>
internal sealed class FiveGateways
{
    public const double Epoch = 120;
    public static readonly string[] Stations = ["h1", "h2", "h3", "h4", "h5"];
    public static readonly string[] Names = ["g1", "g2", "g3", "g4", "g5"];

    private readonly SimulatedEnsemble ensemble;
    private readonly PayloadFactory[] factories;

    public FiveGateways(bool isSimulated = true, params ClockFault[] faults)
    {
        ensemble = new SimulatedEnsemble([.. Stations.Select(_ => ClockTypes.Find("maser")!)], 1, Epoch, 3e-12, 0, faults);
        factories = [.. Names.Select(name => new PayloadFactory(SyntheticResults.Run(name, isSimulated)))];
        IsSimulated = isSimulated;
        Pipeline = new MonitoringPipeline(Configuration, "lab-1", Time, Results.Add);
    }

    public static MonitoringConfiguration Configuration { get; } = new()
    {
        Enabled = true,
        Gateways = Names,
        Stations = [.. Stations.Select(name => new MonitoredStationConfiguration { Name = name, Clock = "maser" })],
        LearningEpochs = 100,
    };

    public bool IsSimulated { get; }

    public ManualTime Time { get; } = new();

    public List<AgentResult> Results { get; } = [];

    public MonitoringPipeline Pipeline { get; }

    public IEnumerable<ReferenceAlarmResult> Alarms => Results.OfType<ReferenceAlarmResult>();

    public ReferenceResult Last => Results.OfType<ReferenceResult>().Last();

    /// <summary>The next epoch's offsets, by gateway.</summary>
    public List<(int Gateway, OffsetResult Offset)> Advance()
    {
        ensemble.Advance();
        long middle = SyntheticResults.Start + (long)((ensemble.TimeSeconds + (Epoch / 2)) * 1e9);
        Time.Nanoseconds = middle;
        var offsets = new List<(int, OffsetResult)>();
        foreach (SimulatedComparison one in ensemble.Comparisons)
        {
            offsets.Add((offsets.Count / 2, new OffsetResult(middle, IsSimulated)
            {
                StationA = Stations[one.Second],
                StationB = Stations[one.First],
                StationTimePicoseconds = 0,
                OffsetPicoseconds = one.DifferenceSeconds * 1e12,
                StandardErrorPicoseconds = one.ErrorSeconds * 1e12,
                PathUncertaintyPicoseconds = 50,
                FrequencyOffset = 0,
                FrequencyOffsetStandardError = 1e-13,
                Coincidences = 1000,
                Accidentals = 1,
                PeakWidthPicosecondsRms = 200,
            }));
        }

        return offsets;
    }

    public byte[] Payload(int gateway, OffsetResult offset) =>
        PayloadJson.Write(factories[gateway].Create(offset, withBits: true));

    public void Send(int gateway, byte[] payload) =>
        Pipeline.HandleMessage(Names[gateway], new ReadOnlySequence<byte>(payload));

    /// <summary>Ends the present epoch.</summary>
    public void EndEpoch()
    {
        Time.Nanoseconds += (long)((Epoch + Configuration.LateSeconds) * 1e9 / 2) + 5_000_000_000;
        Pipeline.CloseDue();
    }

    public void Run(int epochs)
    {
        for (; epochs > 0; epochs--)
        {
            foreach ((int gateway, OffsetResult offset) in Advance()) Send(gateway, Payload(gateway, offset));
            EndEpoch();
        }
    }
}
