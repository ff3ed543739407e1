using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Qit.Agent.Protocols;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Tests.Protocols;

/// <summary>What goes between links and a session, with a session that keeps a diary.</summary>
public sealed class ProtocolPipelineTests
{
    private static readonly DeviceIdentity Device = new() { IsSimulated = true };

    [Test]
    public async Task Commands_GoOutOneAtATime_AndOnlyAfterTheBoot()
    {
        var session = new DiarySession();
        using var pipeline = Create(session, out _);
        Assert.That(pipeline.TryTakeCommand(0, out _), Is.False, "no device yet");
        pipeline.HandleBoot(0, Device);
        ProtocolCommand first = await Next(pipeline);
        Assert.That(first.Value, Is.EqualTo(1));
        Assert.That(pipeline.TryTakeCommand(0, out _), Is.False, "one is open");
        pipeline.HandleReply(0, first, CommandStatus.Ok, 10);
        Assert.That((await Next(pipeline)).Value, Is.EqualTo(2));
        Assert.That(session.Diary, Is.EqualTo(new[] { "boot 0", "reply 1 10" }));
    }

    [Test]
    public async Task ReplyFromBeforeABoot_DoesNotReachTheSession()
    {
        var session = new DiarySession();
        using var pipeline = Create(session, out _);
        pipeline.HandleBoot(0, Device);
        ProtocolCommand old = await Next(pipeline);
        pipeline.HandleBoot(0, Device);
        pipeline.HandleReply(0, old, CommandStatus.Ok, 10);
        Assert.That((await Next(pipeline)).Value, Is.EqualTo(2));
        Assert.That(session.Diary, Is.EqualTo(new[] { "boot 0", "boot 0" }));
    }

    [Test]
    public async Task Answers_CarryTruthAndMark_AndStatesAreToldOnce()
    {
        var session = new DiarySession();
        using var pipeline = Create(session, out ConcurrentQueue<AgentResult> results);
        pipeline.HandleBoot(1, Device);
        pipeline.HandleResult(1, Device, new Frame { Type = FrameType.DwellBlock, PayloadLength = 3 });
        pipeline.HandleResult(1, Device, new Frame { Type = FrameType.DwellBlock, PayloadLength = 4 });
        pipeline.HandleSilence(1);
        await Eventually.TrueAsync(() => session.Diary.Count == 4, "four entries");
        pipeline.Dispose();
        Assert.That(session.Diary, Is.EqualTo(new[] { "boot 1", "result 1 3", "result 1 4", "silence 1" }));
        ProtocolResult[] measured = [.. results.OfType<ProtocolResult>()];
        Assert.That(measured.Select(one => one.Answer.OffsetPicoseconds), Is.EqualTo(new double[] { 3, 4 }));
        Assert.That(measured.Select(one => one.TruthPicoseconds), Is.EqualTo(new double?[] { 6, 8 }));
        Assert.That(results.All(one => one.IsSimulated), Is.True, "the device's hello said so");
        Assert.That(results.OfType<ProtocolStateResult>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void BugOfTheSession_EndsThePipeline_AndIsSeen()
    {
        var session = new DiarySession();
        using var pipeline = Create(session, out _);
        pipeline.HandleBoot(0, Device);
        pipeline.HandleResult(0, Device, new Frame { Type = FrameType.DwellBlock, PayloadLength = 666 });
        Assert.That(async () => await pipeline.Ended, Throws.InvalidOperationException);
    }

    private static ProtocolPipeline Create(DiarySession session, out ConcurrentQueue<AgentResult> results)
    {
        var queue = results = new ConcurrentQueue<AgentResult>();
        return new ProtocolPipeline(
            session, ["a", "b"], isSimulated: false, answer => 2 * answer.OffsetPicoseconds, TimeProvider.System, queue.Enqueue);
    }

    private static async Task<ProtocolCommand> Next(ProtocolPipeline pipeline)
    {
        ProtocolCommand command = default;
        await Eventually.TrueAsync(() => pipeline.TryTakeCommand(0, out command), "a command");
        return command;
    }

    /// <summary>Wants to send 1, 2, 3 ... to station 0, and answers every result with its length.</summary>
    private sealed class DiarySession : IProtocolSession
    {
        private readonly Queue<ProtocolAnswer> answers = [];
        private long sent;

        public List<string> Diary { get; } = [];

        public string Name => "diary";

        public string State => "writing";

        public int Stations => 2;

        public void HandleBoot(int station, DeviceIdentity device) => Diary.Add($"boot {station}");

        public void HandleSilence(int station) => Diary.Add($"silence {station}");

        public bool HandleResult(int station, Frame result)
        {
            if (result.PayloadLength == 666)
                throw new InvalidOperationException("a bug");
            Diary.Add($"result {station} {result.PayloadLength}");
            answers.Enqueue(new ProtocolAnswer { IsSimulated = false, OffsetPicoseconds = result.PayloadLength });
            return true;
        }

        public bool TryTakeCommand(int station, out ProtocolCommand command)
        {
            command = ProtocolCommand.Set(1, station == 0 ? ++sent : 0);
            return station == 0;
        }

        public void HandleReply(int station, ProtocolCommand command, byte status, long value) =>
            Diary.Add($"reply {command.Value} {value}");

        public bool TryTakeAnswer([NotNullWhen(true)] out ProtocolAnswer? answer) => answers.TryDequeue(out answer);
    }
}
