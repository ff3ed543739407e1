using System;

namespace Qit.Protocols.OneWay;

/// <summary>
/// The device's part of going through the one-way configurations (report, clause 6.1.1.4.2 b), without any I/O: says what the
/// switches have to do and to which dwell the tags belong. It follows the gateway's plan, or goes through all configurations
/// alone. Before and after a dwell the tagger is read until it is empty, so that its tags are this configuration's and no
/// other's without the processor's clock having to know the tagger's.
/// </summary>
public sealed class PathMachine
{
    private readonly PathBlock block = new PathBlock();
    private readonly byte[] payload = new byte[PathBlock.Length];
    private readonly int lengthCount;
    private byte mode;
    private long dwellSetting = 20_000;
    private long settleMicroseconds = 1_000;
    private int lengths;
    private long place;
    private long dwellMicroseconds;
    private long dueMicroseconds;
    private long tagsBefore;
    private long lostBefore;

    /// <summary>A machine at rest.</summary>
    /// <param name="lengthCount">Lengths that the board has, 1 to 16.</param>
    public PathMachine(int lengthCount)
    {
        if (lengthCount < 1 || lengthCount > 16)
            throw new ArgumentOutOfRangeException(nameof(lengthCount));
        this.lengthCount = lengthCount;
        lengths = lengthCount;
    }

    /// <summary>The gateway's plan.</summary>
    public PathPlan Plan { get; } = new PathPlan();

    /// <summary>One of <see cref="PathStage"/>.</summary>
    public byte Stage { get; private set; }

    /// <summary>Length that the switches have to choose.</summary>
    public int PathLength => block.PathLength;

    /// <summary>Whether they have to swap.</summary>
    public bool IsSwapped => block.IsSwapped;

    /// <summary>True while tags belong to a dwell.</summary>
    public bool IsKeeping => Stage == PathStage.Dwelling || Stage == PathStage.Closing;

    /// <summary>Dwells finished since the start.</summary>
    public long DwellCount { get; private set; }

    /// <summary>Dwells begun anew since the start because a switch had lost its place.</summary>
    public long LostDwellCount { get; private set; }

    /// <summary>Begins in the mode that is set; a loop that runs begins anew.</summary>
    public void Start()
    {
        place = 0;
        DwellCount = 0;
        LostDwellCount = 0;
        Stage = PathStage.Waiting;
    }

    /// <summary>Stops; the dwell under way is dropped.</summary>
    public void Stop() => Stage = PathStage.Idle;

    /// <summary>Changes a setting.</summary>
    /// <param name="key">A key of <see cref="PathKey"/>.</param>
    /// <param name="value">New value.</param>
    /// <param name="isKnown">False when the key is no setting.</param>
    /// <returns>False, and nothing changed, when the value is outside the setting's range.</returns>
    public bool TrySet(byte key, long value, out bool isKnown)
    {
        isKnown = true;
        if (key == PathKey.Mode)
        {
            if (value < PathMode.Plan || value > PathMode.Alone)
                return false;
            mode = (byte)value;
        }
        else if (key == PathKey.Dwell)
        {
            if (value < PathPlan.MinDwellMicroseconds || value > PathPlan.MaxDwellMicroseconds)
                return false;
            dwellSetting = value;
        }
        else if (key == PathKey.Settle)
        {
            if (value < 0 || value > 60_000_000)
                return false;
            settleMicroseconds = value;
        }
        else if (key == PathKey.Lengths)
        {
            if (value < 1 || value > lengthCount)
                return false;
            lengths = (int)value;
        }
        else
            isKnown = false;
        return true;
    }

    /// <summary>Value of a setting or a counter.</summary>
    /// <param name="key">A key of <see cref="PathKey"/>.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when there is no such key here.</returns>
    public bool TryGet(byte key, out long value)
    {
        value = 0;
        if (key == PathKey.Mode)
            value += mode;
        else if (key == PathKey.Dwell)
            value = dwellSetting;
        else if (key == PathKey.Settle)
            value = settleMicroseconds;
        else if (key == PathKey.Lengths)
            value = lengths;
        else if (key == PathKey.LengthCount)
            value = lengthCount;
        else if (key == PathKey.Stage)
            value += Stage;
        else if (key == PathKey.DwellCount)
            value = DwellCount;
        else if (key == PathKey.LostDwellCount)
            value = LostDwellCount;
        else
            return false;
        return true;
    }

    /// <summary>Goes on where only time was missing. Call it before looking at <see cref="Stage"/>.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void Advance(long nowMicroseconds)
    {
        if (Stage == PathStage.Waiting && TryNext())
            Stage = PathStage.Selecting;
        else if (Stage == PathStage.Settling && nowMicroseconds >= dueMicroseconds)
            Stage = PathStage.Draining;
        else if (Stage == PathStage.Dwelling && nowMicroseconds >= dueMicroseconds)
            Stage = PathStage.Closing;
    }

    /// <summary>The switches stand in the configuration.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleSelected(long nowMicroseconds)
    {
        if (Stage != PathStage.Selecting)
            throw new InvalidOperationException("No configuration was asked for.");
        Stage = PathStage.Settling;
        dueMicroseconds = nowMicroseconds + settleMicroseconds;
    }

    /// <summary>A switch has lost its place: the dwell begins anew, its tags so far belong to none.</summary>
    public void HandleLost()
    {
        if (Stage == PathStage.Idle || Stage == PathStage.Waiting || Stage == PathStage.Marking)
            throw new InvalidOperationException("There is no dwell to lose.");
        LostDwellCount++;
        Stage = PathStage.Selecting;
    }

    /// <summary>The tagger has been read until it was empty.</summary>
    /// <param name="lastTicks">Ticks of the last record read.</param>
    /// <param name="tagCount">Tags packed so far.</param>
    /// <param name="lostCount">Tags lost so far.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleDrained(long lastTicks, long tagCount, long lostCount, long nowMicroseconds)
    {
        if (Stage == PathStage.Draining)
        {
            block.FromTicks = lastTicks;
            block.BeginMicroseconds = nowMicroseconds;
            tagsBefore = tagCount;
            lostBefore = lostCount;
            dueMicroseconds = nowMicroseconds + dwellMicroseconds;
            Stage = PathStage.Dwelling;
        }
        else if (Stage == PathStage.Closing)
        {
            block.Number = DwellCount;
            block.ThroughTicks = lastTicks;
            block.EndMicroseconds = nowMicroseconds;
            block.TagCount = tagCount - tagsBefore;
            block.LostCount = lostCount - lostBefore;
            Stage = PathStage.Marking;
        }
        else
            throw new InvalidOperationException("Nobody asked for an empty tagger.");
    }

    /// <summary>The dwell's block, when the dwell is over. Its tags have to be on their way before.</summary>
    /// <param name="marker">Payload from index 0.</param>
    /// <param name="length">Payload bytes.</param>
    public bool TryPeekMarker(out byte[] marker, out int length)
    {
        marker = payload;
        length = PathBlock.Length;
        if (Stage != PathStage.Marking)
            return false;
        block.Write(payload);
        return true;
    }

    /// <summary>The block is in the link's hands.</summary>
    public void ClearMarker()
    {
        DwellCount++;
        Stage = PathStage.Waiting;
    }

    private bool TryNext()
    {
        if (mode == PathMode.Plan)
        {
            long dwell;
            int number;
            if (!Plan.TryTake(out dwell, out number))
                return false;
            block.PathLength = PathPlan.LengthOf(dwell);
            block.IsSwapped = PathPlan.IsSwappedOf(dwell);
            block.PlanNumber = number;
            dwellMicroseconds = PathPlan.DwellOf(dwell);
            return true;
        }
        // There and back: the second half of the cycle is the first in reverse.
        long cycle = 4L * lengths;
        long step = place % cycle;
        step = step < 2L * lengths ? step : cycle - 1 - step;
        block.PathLength = (int)(step >> 1);
        block.IsSwapped = (step & 1) != 0;
        block.PlanNumber = 0;
        dwellMicroseconds = dwellSetting;
        place++;
        return true;
    }
}
