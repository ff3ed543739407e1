using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Purification;
using Qit.Hal.PairMemory;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;
using Qit.Timing.Purification;

namespace Qit.Agent.Tests.Protocols;

/// <summary>A session fed by hand with blocks of two stations, as the link would deliver them.</summary>
internal sealed class PurificationFeed
{
    private readonly Frame frame = new() { Type = FrameType.PairBlock, Flags = Frame.SimulatedFlag };
    private readonly long[] sent = new long[2];

    public PurificationFeed(PurificationMeasurement measurement)
    {
        Session = new PurificationSession(measurement);
        Session.HandleBoot(0, new DeviceIdentity { IsSimulated = true });
        Session.HandleBoot(1, new DeviceIdentity { IsSimulated = true });
        AnswerCommands();
    }

    public PurificationSession Session { get; }

    public List<ProtocolCommand> Commands { get; } = [];

    /// <summary>Obeys whatever the session says.</summary>
    public void AnswerCommands(long value = 0, byte status = CommandStatus.Ok)
    {
        for (int station = 0; station < 2; station++)
        {
            for (int i = 0; i < 20 && Session.TryTakeCommand(station, out ProtocolCommand command); i++)
            {
                Commands.Add(command);
                Session.HandleReply(station, command, status, value);
            }
        }
    }

    /// <summary>A block of records; lost ones stand before it.</summary>
    public bool Send(int station, IReadOnlyList<PairRecord> records, long lost, long deviceMicroseconds, uint run = 1)
    {
        long basePair = records.Count == 0 ? 0 : records[0].Source;
        for (int i = 0; i < records.Count; i++)
        {
            PairRecord one = records[i];
            PairBlock.Put(frame.Payload, i, basePair, one.Source, one.Target, (byte)one.Round,
                PairResult.Pack((byte)one.Basis, one.Bit));
        }

        sent[station] += lost;
        PairBlock.PutHeader(frame.Payload, run, sent[station], lost, basePair, records.Count);
        sent[station] += records.Count;
        frame.PayloadLength = PairBlock.HeaderLength + (records.Count * PairBlock.RecordLength);
        frame.DeviceTimeMicroseconds = deviceMicroseconds;
        return Session.HandleResult(station, frame);
    }
}
