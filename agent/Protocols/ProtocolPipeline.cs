using Qit.Agent.Links;
using Qit.Agent.Pipelines;
using Qit.Agent.Results;
using Qit.Protocols.DeviceLink;

namespace Qit.Agent.Protocols;

/// <summary>
/// Runs a session on real links: everything that the links deliver is worked through on one thread, in order; commands wait for
/// the link that fetches them; measurements become results.
/// </summary>
internal sealed class ProtocolPipeline : IStationSink, IDisposable
{
    private const int QueueItems = 1024;

    private readonly IProtocolSession session;
    private readonly string[] stations;
    private readonly Func<ProtocolAnswer, double?> truthPicoseconds;
    private readonly TimeProvider time;
    private readonly Action<AgentResult> report;
    private readonly Slot[] slots;
    private readonly PipelineWorker<Item> worker;
    private string? stateReported;
    private bool isSimulated;

    /// <summary>Starts the pipeline's thread.</summary>
    /// <param name="session">The protocol.</param>
    /// <param name="stations">Names of its stations.</param>
    /// <param name="isSimulated">True when it is known already that the devices are simulated.</param>
    /// <param name="truthPicoseconds">True offset of an answer, where a simulated world knows it.</param>
    /// <param name="time">Wall clock, for time stamps.</param>
    /// <param name="report">Takes measurements and changes of state.</param>
    public ProtocolPipeline(
        IProtocolSession session, string[] stations, bool isSimulated, Func<ProtocolAnswer, double?> truthPicoseconds,
        TimeProvider time, Action<AgentResult> report)
    {
        this.session = session;
        this.stations = stations;
        this.isSimulated = isSimulated;
        this.truthPicoseconds = truthPicoseconds;
        this.time = time;
        this.report = report;
        slots = [.. stations.Select(_ => new Slot())];
        worker = new PipelineWorker<Item>(session.Name, QueueItems, Handle);
    }

    /// <summary>What a link delivers: a boot, a result, a reply, or (none of them) silence.</summary>
    private sealed record Item(
        int Station, DeviceIdentity? Booted = null, Frame? Result = null, ProtocolCommand? Command = null, byte Status = 0,
        long Value = 0);

    /// <summary>A station's next command. It is filled by the worker and emptied by the link.</summary>
    private sealed class Slot
    {
        public ProtocolCommand? Next { get; set; }

        public bool IsOut { get; set; }

        /// <summary>Boots that the link has told of; the worker gives no command before it has heard of the last.</summary>
        public int Boots { get; set; }

        public int BootsHandled { get; set; }
    }

    /// <summary>Ends with the pipeline; faulted by a bug.</summary>
    public Task Ended => worker.Ended;

    public void HandleBoot(int station, DeviceIdentity device)
    {
        Slot slot = slots[station];
        lock (slot)
        {
            // What was meant for the device as it was before means nothing now.
            slot.Boots++;
            slot.Next = null;
            slot.IsOut = false;
        }
        worker.Post(new Item(station, Booted: device));
    }

    public void HandleSilence(int station) => worker.Post(new Item(station));

    public bool HandleResult(int station, DeviceIdentity device, Frame result)
    {
        // Whether the protocol can read it shows later; the session's own count says so.
        var copy = new Frame();
        copy.CopyFrom(result);
        worker.Post(new Item(station, Result: copy));
        return true;
    }

    public bool TryTakeCommand(int station, out ProtocolCommand command)
    {
        Slot slot = slots[station];
        lock (slot)
        {
            command = slot.Next ?? default;
            bool hasOne = slot.Next is not null;
            slot.IsOut |= hasOne;
            slot.Next = null;
            return hasOne;
        }
    }

    public void HandleReply(int station, ProtocolCommand command, byte status, long value) =>
        worker.Post(new Item(station, Command: command, Status: status, Value: value));

    public void Dispose() => worker.Dispose();

    private void Handle(Item item)
    {
        if (item.Booted is DeviceIdentity device)
        {
            isSimulated |= device.IsSimulated;
            lock (slots[item.Station])
                slots[item.Station].BootsHandled++;
            session.HandleBoot(item.Station, device);
        }
        else if (item.Result is Frame result)
        {
            isSimulated |= result.IsSimulated;
            session.HandleResult(item.Station, result);
        }
        else if (item.Command is ProtocolCommand command)
        {
            HandleReply(item, command);
        }
        else
        {
            session.HandleSilence(item.Station);
        }
        for (int station = 0; station < slots.Length; station++)
            Offer(station);
        Report();
    }

    private void HandleReply(Item item, ProtocolCommand command)
    {
        Slot slot = slots[item.Station];
        lock (slot)
        {
            if (!slot.IsOut || slot.Boots != slot.BootsHandled)
                return; // the device has booted since
            slot.IsOut = false;
        }
        session.HandleReply(item.Station, command, item.Status, item.Value);
    }

    private void Offer(int station)
    {
        Slot slot = slots[station];
        lock (slot)
        {
            bool isFree = slot.Next is null && !slot.IsOut && slot.BootsHandled > 0 && slot.Boots == slot.BootsHandled;
            if (isFree && session.TryTakeCommand(station, out ProtocolCommand command))
                slot.Next = command;
        }
    }

    private void Report()
    {
        while (session.TryTakeAnswer(out ProtocolAnswer? answer))
        {
            report(new ProtocolResult(time.UnixNanoseconds(), isSimulated || answer.IsSimulated)
            {
                Protocol = session.Name,
                Stations = stations,
                Answer = answer,
                TruthPicoseconds = answer.Refusal is null ? truthPicoseconds(answer) : null,
            });
        }
        if (session.State == stateReported)
            return;
        stateReported = session.State;
        report(new ProtocolStateResult(time.UnixNanoseconds(), isSimulated, session.Name, session.State));
    }
}
