using Qit.Hal;
using Qit.Hal.PathSelector;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;

namespace Qit.Firmware;

/// <summary>Moves the switches of the one-way protocol, opens and shuts the way of the tags, and sends the end of each dwell
/// after the dwell's tags.</summary>
internal sealed class OneWayPathsLoop : IMeasurementLoop
{
    private readonly OneWayLoop tags;
    private readonly IPathSelector selector;
    private readonly PathMachine machine;

    public OneWayPathsLoop(OneWayLoop tags, IPathSelector selector)
    {
        this.tags = tags;
        this.selector = selector;
        machine = new PathMachine(selector.LengthCount);
    }

    public byte Kind => LoopKind.OneWayPaths;

    public bool IsRunning => machine.Stage != PathStage.Idle;

    public HalStatus Status { get; private set; }

    public bool HasKey(byte key) => key >= PathKey.First && key <= PathKey.Last;

    public byte Start(long nowMicroseconds)
    {
        machine.Start();
        tags.Gate(false);
        return CommandStatus.Ok;
    }

    public void Stop()
    {
        machine.Stop();
        tags.Ungate();
    }

    public byte Configure(byte key, long value, long nowMicroseconds, out long answer)
    {
        answer = 0;
        if (key == PathKey.PlanDwell)
        {
            if (!PathPlan.IsDwell(value, selector.LengthCount))
                return CommandStatus.OutOfRange;
            bool isTaken = machine.Plan.TryAdd(value);
            answer = PathPlan.Capacity - machine.Plan.Count;
            return isTaken ? CommandStatus.Ok : CommandStatus.Full;
        }
        if (key == PathKey.ClearPlan)
        {
            machine.Plan.Clear();
            return CommandStatus.Ok;
        }
        if (IsRunning && key <= PathKey.Lengths)
            return CommandStatus.Running;
        bool isKnown;
        bool isSet = machine.TrySet(key, value, out isKnown);
        return !isKnown ? CommandStatus.UnknownKey : isSet ? CommandStatus.Ok : CommandStatus.OutOfRange;
    }

    public byte Query(byte key, out long answer)
    {
        answer = 0;
        if (key == PathKey.SelectorStatus)
            answer += (byte)Status;
        else if (!machine.TryGet(key, out answer))
            return CommandStatus.UnknownKey;
        return CommandStatus.Ok;
    }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        if (!IsRunning)
            return false;
        byte before = machine.Stage;
        machine.Advance(nowMicroseconds);
        byte stage = machine.Stage;
        bool hasPlace = stage >= PathStage.Selecting && stage <= PathStage.Closing;
        if (hasPlace)
            Status = selector.Select(machine.PathLength, machine.IsSwapped);
        if (hasPlace && stage == PathStage.Selecting && Status == HalStatus.Ok)
            machine.HandleSelected(nowMicroseconds);
        else if (hasPlace && stage != PathStage.Selecting && Status != HalStatus.Ok)
            machine.HandleLost();
        // A read from before the stage began says nothing of what came after.
        else if (stage == before && tags.IsTaggerEmpty && (stage == PathStage.Draining || stage == PathStage.Closing))
            machine.HandleDrained(tags.LastTicks, tags.TagCount, tags.LostCount, nowMicroseconds);
        tags.Gate(machine.IsKeeping);
        return Mark(endpoint, nowMicroseconds) || machine.Stage != before;
    }

    private bool Mark(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        byte[] marker;
        int length;
        if (!machine.TryPeekMarker(out marker, out length) || tags.HasBlock
            || !endpoint.TryAddResult(FrameType.PathBlock, marker, length, nowMicroseconds))
            return false;
        machine.ClearMarker();
        return true;
    }
}
