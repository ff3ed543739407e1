using System.Diagnostics.CodeAnalysis;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;
using Qit.Timing.Purification;

namespace Qit.Agent.Protocols.Purification;

/// <summary>
/// The gateway's part of purification: gives both stations a run of BBPSSW and one of DEJMPS, joins the halves of their records
/// in a <see cref="PairBook"/>, and says from the measured numbers whether rounds of purification are worth it and which
/// protocol is better. The book's time is that of the station that is further on since the run began: a station whose records
/// are late against the other's has late halves.
/// </summary>
internal sealed class PurificationSession(PurificationMeasurement measurement) : IProtocolSession
{
    private static readonly PurificationProtocol[] Protocols = [PurificationProtocol.Bbpssw, PurificationProtocol.Dejmps];

    private readonly PurificationStation[] stations = [new(), new()];
    private readonly Queue<ProtocolAnswer> answers = [];
    private readonly List<PurificationRunResult> runs = [];
    private readonly PairBlock block = new();
    private PairBook book = new(new PairBookOptions());
    private readonly bool[] isSilent = new bool[2];
    private string state = "waiting for both devices";
    private bool isMeasuring;
    private bool isEnding;
    private bool isSimulated;
    private long beganMicroseconds;

    /// <inheritdoc/>
    public string Name => "purification";

    /// <inheritdoc/>
    public int Stations => stations.Length;

    /// <inheritdoc/>
    public string State => Array.IndexOf(isSilent, true) is int station and >= 0
        ? $"station {station} is not heard; what it measures meanwhile may come late"
        : state;

    /// <summary>Runs that both stations were given so far, those that were broken off too.</summary>
    public int RunCount { get; private set; }

    /// <summary>The book of the run that goes on.</summary>
    internal PairBook Book => book;

    private double PairsInBook => (2 * book.Count(1).Decided) + book.Samples(0, MeasuredBasis.X).Total
        + book.Samples(0, MeasuredBasis.Y).Total + book.Samples(0, MeasuredBasis.Z).Total;

    /// <inheritdoc/>
    public void HandleBoot(int station, DeviceIdentity device)
    {
        isSimulated |= device.IsSimulated;
        bool isLost = isMeasuring;
        stations[station].HandleBoot();
        isSilent[station] = false;
        isMeasuring = false;
        runs.Clear();
        if (isLost)
            Refuse($"station {station} restarted in the middle of a run: its pairs are lost");
        if (stations.All(one => one.IsKnown))
            Begin();
        else
            state = "waiting for the other device";
    }

    /// <inheritdoc/>
    public void HandleSilence(int station) => isSilent[station] = true;

    /// <inheritdoc/>
    public bool HandleResult(int station, Frame result)
    {
        PurificationStation sender = stations[station];
        sender.HandleTime(result);
        isSilent[station] = false;
        if (result.Type != FrameType.PairBlock || !block.TryRead(result.Payload, result.PayloadLength))
            return false;
        isSimulated |= result.IsSimulated;
        if (!isMeasuring || !sender.TryTake(block))
            return true; // of a run that is over
        long now = stations.Max(one => one.ElapsedMicroseconds ?? 0);
        for (int i = 0; i < block.Count; i++)
            book.HandleRecord((PairStation)station, RecordAt(i), now);
        Advance();
        return true;
    }

    /// <inheritdoc/>
    public bool TryTakeCommand(int station, out ProtocolCommand command) => stations[station].TryTakeCommand(out command);

    /// <inheritdoc/>
    public void HandleReply(int station, ProtocolCommand command, byte status, long value)
    {
        stations[station].HandleReply(command, value);
        if (status == CommandStatus.Ok)
        {
            Advance();
            return;
        }
        if (!isMeasuring)
            return;
        isMeasuring = false;
        Refuse($"station {station} refuses command {command.Verb} of key 0x{command.Key:X2}: {CommandStatus.Describe(status)}");
    }

    /// <inheritdoc/>
    public bool TryTakeAnswer([NotNullWhen(true)] out ProtocolAnswer? answer) => answers.TryDequeue(out answer);

    private PairRecord RecordAt(int index) => new(
        block.Rounds[index], block.Sources[index], block.Targets[index], (block.Results[index] & 1) != 0,
        (MeasuredBasis)(block.Results[index] >> 1));

    private void Begin()
    {
        PurificationProtocol protocol = Protocols[runs.Count];
        long timeout = (long)(measurement.TimeoutSeconds * 1e6);
        book = new PairBook(new PairBookOptions
        {
            TimeoutMicroseconds = timeout, RetentionMicroseconds = 6 * timeout, MostRounds = measurement.Rounds,
        });
        isMeasuring = true;
        isEnding = false;
        if (runs.Count == 0)
            beganMicroseconds = stations[0].DeviceTimeMicroseconds;
        foreach (PurificationStation station in stations)
            station.Begin(measurement, (int)protocol);
        RunCount++;
        state = $"purifying with {PurificationText.Of(protocol)}";
    }

    private void Advance()
    {
        if (!isMeasuring)
            return;
        if (!isEnding && stations.All(one => one.IsIdle) && PairsInBook >= measurement.Pairs)
        {
            isEnding = true;
            foreach (PurificationStation station in stations)
                station.End();
        }
        if (isEnding && stations.All(one => one.IsDrained))
            Complete();
    }

    private void Complete()
    {
        PurificationProtocol protocol = Protocols[runs.Count];
        var noise = LocalNoise.OfStations(
            stations[0].GateError, stations[1].GateError, stations[0].ReadoutError, stations[1].ReadoutError);
        // Nothing more will come: what is still open has lost its half.
        book.HandleTimeout(long.MaxValue);
        var measured = MeasuredPurification.Of(
            book, protocol, measurement.Rounds, measurement.ClockFrequencyHertz, noise,
            MeasuredQuantity.IntervalConfidence);
        if (measured is null)
        {
            Refuse("no usable samples: they are too few, or their three bases were not drawn evenly");
            runs.Clear();
            Begin();
            return;
        }
        runs.Add(new PurificationRunResult(
            measured, book.ExpiredCount, book.LateCount, book.VoidCount, stations.Sum(one => one.LostCount)));
        if (runs.Count == Protocols.Length)
        {
            answers.Enqueue(PurificationText.Answer(runs) with
            {
                IsSimulated = isSimulated,
                DeviceTimeMicroseconds = beganMicroseconds + ((stations[0].DeviceTimeMicroseconds - beganMicroseconds) / 2),
            });
            runs.Clear();
        }
        Begin();
    }

    private void Refuse(string reason)
    {
        state = reason;
        answers.Enqueue(new ProtocolAnswer
        {
            IsSimulated = isSimulated, Refusal = reason, DeviceTimeMicroseconds = stations[0].DeviceTimeMicroseconds,
        });
    }
}
