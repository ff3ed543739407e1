using System;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.TwoWay;

/// <summary>
/// The device's part of two-way synchronization (report, clause 6.1.1.4.2 c), without any I/O: says at what rate the ramps
/// have to run, where the phase shifter has to go and when to count, and packs each fringe into a block. The phase steps are
/// visited up and down again, so that a steady drift of the interferometer moves no phase. When the link takes no block it
/// waits.
/// </summary>
public sealed class TwoWayMachine
{
    private const int VisitsPerCycle = 2 * TwoWaySettings.Steps;

    private readonly long flushAfterMicroseconds;
    private readonly FringeRecord record = new FringeRecord();
    private readonly PhaseTracker tracker = new PhaseTracker();
    private readonly byte[] payload = new byte[Frame.MaxPayload];

    private int cycles;
    private int visit;
    private long visitMicroseconds;
    private int shifterSteps;
    private bool isShifterKnown;
    private bool isPrepared;
    private int climbs;
    private long slotEndsMicroseconds;
    private long waitsUntilMicroseconds;
    private int blockCount;
    private long blockOpenedMicroseconds;

    /// <summary>A machine at rest.</summary>
    /// <param name="minSteps">Lowest position of the phase shifter.</param>
    /// <param name="maxSteps">Highest position.</param>
    /// <param name="flushAfterMicroseconds">A block is ready when it is full or this old.</param>
    public TwoWayMachine(int minSteps, int maxSteps, long flushAfterMicroseconds)
    {
        Settings = new TwoWaySettings(minSteps, maxSteps);
        this.flushAfterMicroseconds = flushAfterMicroseconds;
    }

    /// <summary>What the gateway may set.</summary>
    public TwoWaySettings Settings { get; }

    /// <summary>One of <see cref="TwoWayPhase"/>.</summary>
    public byte Phase { get; private set; }

    /// <summary>One of <see cref="TwoWayStage"/>: what is needed now.</summary>
    public byte Stage { get; private set; }

    /// <summary>Rate that the ramps have to run at, nanometres a second.</summary>
    public int RateNanometresPerSecond { get; private set; }

    /// <summary>Where the phase shifter has to go, steps.</summary>
    public int TargetSteps { get; private set; }

    /// <summary>Length of the gate to count in, microseconds.</summary>
    public int GateMicroseconds { get; private set; }

    /// <summary>The tracker's phase since rest, 2^-32 turn, or <see cref="FringeBlock.NoPhase"/>.</summary>
    public long TrackedPhase => Phase == TwoWayPhase.Track && !tracker.IsLost ? tracker.Phase : FringeBlock.NoPhase;

    /// <summary>Records made since the start.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Gates thrown away since the start: the ramps had lost the clock, or a counter had overflowed.</summary>
    public long LostGateCount { get; private set; }

    /// <summary>Alone: slots since the start that ended before their fringe.</summary>
    public long LostFringeCount { get; private set; }

    /// <summary>Begins in the mode that is set; a loop that runs begins anew.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    /// <returns>False, and nothing changed, when the settings do not fit together.</returns>
    public bool TryStart(long nowMicroseconds)
    {
        if (!Settings.AreConsistent())
            return false;
        RecordCount = 0;
        LostGateCount = 0;
        LostFringeCount = 0;
        blockCount = 0;
        isPrepared = false;
        isShifterKnown = false;
        RateNanometresPerSecond = 0;
        Stage = TwoWayStage.Waiting;
        Phase = TwoWayPhase.Plan;
        if (Settings.Get(TwoWayKey.Mode) == TwoWayMode.Alone)
        {
            Phase = TwoWayPhase.Climb;
            climbs = 0;
            slotEndsMicroseconds = nowMicroseconds;
            BeginSlot(nowMicroseconds);
        }
        return true;
    }

    /// <summary>Stops; the fringe under way is dropped, finished ones still go out.</summary>
    public void Stop()
    {
        Phase = TwoWayPhase.Idle;
        Stage = TwoWayStage.Waiting;
        RateNanometresPerSecond = 0;
        // It may be under way.
        isShifterKnown = false;
    }

    /// <summary>Under the gateway's plan: runs the ramps at a rate; a fringe under way is dropped.</summary>
    /// <param name="rateNanometresPerSecond">The rate, either sign.</param>
    /// <returns>False when there is no such plan, or no room for the record that will follow.</returns>
    public bool TryPrepare(int rateNanometresPerSecond)
    {
        if (Phase != TwoWayPhase.Plan || blockCount == FringeBlock.MaxRecords)
            return false;
        isPrepared = false;
        // A fringe that is dropped may leave it under way.
        isShifterKnown &= Stage == TwoWayStage.Waiting;
        RateNanometresPerSecond = rateNanometresPerSecond;
        Stage = TwoWayStage.Spinning;
        return true;
    }

    /// <summary>Under the gateway's plan, when the ramps run: counts a fringe.</summary>
    /// <param name="number">The gateway's number, 0 to 65535.</param>
    /// <param name="passes">Passes up and down the phase steps, 1 to <see cref="FringeRecord.MaxCycles"/>.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    /// <returns>False when the ramps do not run, a fringe is under way, or there is no room for it.</returns>
    public bool TryMeasure(int number, int passes, long nowMicroseconds)
    {
        bool isReady = Phase == TwoWayPhase.Plan && Stage == TwoWayStage.Waiting && isPrepared;
        if (!isReady || blockCount == FringeBlock.MaxRecords)
            return false;
        BeginFringe(number, passes, nowMicroseconds);
        return true;
    }

    /// <summary>Goes on where only time was missing. Call it before looking at <see cref="Stage"/>.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void Advance(long nowMicroseconds)
    {
        bool isAlone = Phase == TwoWayPhase.Climb || Phase == TwoWayPhase.Track;
        if (isAlone && nowMicroseconds >= slotEndsMicroseconds)
            EndSlot(nowMicroseconds);
        if (Stage == TwoWayStage.Settling && nowMicroseconds >= waitsUntilMicroseconds)
            BeginGate();
        else if (Stage == TwoWayStage.RampSettling && nowMicroseconds >= waitsUntilMicroseconds)
            EndRampSettling(nowMicroseconds);
    }

    /// <summary>The ramps run at <see cref="RateNanometresPerSecond"/>.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleRampsRun(long nowMicroseconds)
    {
        if (Stage != TwoWayStage.Spinning)
            throw new InvalidOperationException("The ramps were not asked for.");
        Stage = TwoWayStage.RampSettling;
        long settle = Settings.Get(TwoWayKey.RampSettle);
        long slotBegan = -1L * Settings.Get(TwoWayKey.Slot) + slotEndsMicroseconds;
        waitsUntilMicroseconds = (Phase == TwoWayPhase.Plan ? nowMicroseconds : slotBegan) + settle;
    }

    /// <summary>The phase shifter has arrived at <see cref="TargetSteps"/>.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleArrived(long nowMicroseconds)
    {
        if (Stage != TwoWayStage.Moving)
            throw new InvalidOperationException("The phase shifter was not asked to move.");
        isShifterKnown = true;
        shifterSteps = TargetSteps;
        Stage = TwoWayStage.Settling;
        waitsUntilMicroseconds = nowMicroseconds + Settings.Get(TwoWayKey.Settle);
    }

    /// <summary>A gate has closed.</summary>
    /// <param name="liveMicroseconds">Live time, 0 or more.</param>
    /// <param name="plusClicks">Clicks behind the port that is bright at phase 0.</param>
    /// <param name="minusClicks">Clicks behind the other.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleGate(int liveMicroseconds, int plusClicks, int minusClicks, long nowMicroseconds)
    {
        if (Stage != TwoWayStage.Counting)
            throw new InvalidOperationException("No gate was asked for.");
        record.Add(StepOf(visit), liveMicroseconds, plusClicks, minusClicks);
        visitMicroseconds += liveMicroseconds;
        if (visitMicroseconds < Settings.Get(TwoWayKey.Dwell) && !record.IsNearlyFull)
        {
            BeginGate();
            return;
        }
        visit++;
        if (visit == VisitsPerCycle)
        {
            visit = 0;
            record.Cycles++;
            if (record.Cycles == cycles || record.IsNearlyFull)
            {
                EndFringe(nowMicroseconds);
                return;
            }
        }
        BeginVisit();
    }

    /// <summary>The ramps have lost their clock: said of the fringe under way, if there is one.</summary>
    public void HandleRampsLost()
    {
        if (Stage == TwoWayStage.Moving || Stage == TwoWayStage.Settling || Stage == TwoWayStage.Counting)
            record.IsInterrupted = true;
    }

    /// <summary>The gate cannot be used: it is counted anew.</summary>
    public void HandleLostGate()
    {
        if (Stage != TwoWayStage.Counting)
            throw new InvalidOperationException("No gate was asked for.");
        LostGateCount++;
    }

    /// <summary>The block, when it is full, old enough, or somebody waits for it. It stays until <see cref="ClearBlock"/>.
    /// </summary>
    /// <param name="block">Payload from index 0.</param>
    /// <param name="blockLength">Payload bytes.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public bool TryPeekBlock(out byte[] block, out int blockLength, long nowMicroseconds)
    {
        block = payload;
        blockLength = FringeBlock.HeaderLength + blockCount * FringeBlock.RecordLength;
        bool isDue = Phase == TwoWayPhase.Plan || Phase == TwoWayPhase.Idle || blockCount == FringeBlock.MaxRecords
            || nowMicroseconds - blockOpenedMicroseconds >= flushAfterMicroseconds;
        if (blockCount == 0 || !isDue)
            return false;
        FringeBlock.PutHeader(payload, RecordCount - blockCount, TrackedPhase, blockCount);
        return true;
    }

    /// <summary>The block last peeked at is in the link's hands: begin the next.</summary>
    public void ClearBlock() => blockCount = 0;

    /// <summary>Up the steps, and down again: 0 1 2 3 3 2 1 0.</summary>
    private static int StepOf(int visit) => visit < TwoWaySettings.Steps ? visit : VisitsPerCycle - 1 - visit;

    private void BeginSlot(long nowMicroseconds)
    {
        // However late it is, slots begin on their grid, or the stations would lose step.
        while (slotEndsMicroseconds <= nowMicroseconds)
            slotEndsMicroseconds += Settings.Get(TwoWayKey.Slot);
        // The first slot rests.
        if (climbs > 0)
            RateNanometresPerSecond = Settings.Get(TwoWayKey.LowestRate) << (climbs - 1);
        Stage = TwoWayStage.Spinning;
    }

    private void EndSlot(long nowMicroseconds)
    {
        if (Stage != TwoWayStage.Waiting)
        {
            LostFringeCount++;
            isShifterKnown = false;
            CoastOver();
        }
        // Also after a slot without a fringe: the other station goes on.
        if (Phase == TwoWayPhase.Climb && climbs <= Settings.Get(TwoWayKey.Doublings))
            climbs++;
        else
            Phase = TwoWayPhase.Track;
        BeginSlot(nowMicroseconds);
    }

    private void EndRampSettling(long nowMicroseconds)
    {
        if (Phase != TwoWayPhase.Plan)
        {
            if (blockCount < FringeBlock.MaxRecords)
                BeginFringe(0, Settings.Get(TwoWayKey.Cycles), nowMicroseconds);
            return;
        }
        isPrepared = true;
        record.Begin(0, Phase, RateNanometresPerSecond, nowMicroseconds);
        AddRecord(nowMicroseconds);
    }

    private void BeginFringe(int number, int passes, long nowMicroseconds)
    {
        cycles = passes;
        visit = 0;
        record.Begin(number, Phase, RateNanometresPerSecond, nowMicroseconds);
        BeginVisit();
    }

    private void BeginVisit()
    {
        visitMicroseconds = 0;
        TargetSteps = (int)Settings.PositionOf(StepOf(visit));
        if (isShifterKnown && TargetSteps == shifterSteps)
            BeginGate();
        else
            Stage = TwoWayStage.Moving;
    }

    private void BeginGate()
    {
        long left = -visitMicroseconds + Settings.Get(TwoWayKey.Dwell);
        long longest = Settings.Get(TwoWayKey.Gate);
        // Not ever shorter gates for what the ramps' flyback has left over: the live time is counted anyway.
        long shortest = longest >> 3;
        left = left < shortest ? shortest : left;
        GateMicroseconds = (int)(left < longest ? left : longest);
        Stage = TwoWayStage.Counting;
    }

    private void EndFringe(long nowMicroseconds)
    {
        record.EndedMicroseconds = nowMicroseconds;
        int phase;
        bool hasPhase = QuadraturePhase.TryPhase(record, out phase);
        record.DevicePhase = phase;
        if (Phase != TwoWayPhase.Plan)
        {
            if (hasPhase)
                Track(phase);
            else
                CoastOver();
            record.IsLost = tracker.IsLost;
        }
        AddRecord(nowMicroseconds);
    }

    private void Track(int phase)
    {
        if (Phase == TwoWayPhase.Track)
            tracker.Follow(phase, Settings.Get(TwoWayKey.TrackShift));
        else if (climbs == 0)
            tracker.Begin(phase);
        else
            tracker.Climb(phase);
    }

    /// <summary>On the way up, the turns cannot be counted over a fringe without a phase.</summary>
    private void CoastOver()
    {
        int empty = Phase == TwoWayPhase.Track ? 1 : PhaseTracker.MostEmptyFringes;
        for (int i = 0; i < empty; i++)
            tracker.Coast();
    }

    private void AddRecord(long nowMicroseconds)
    {
        Stage = TwoWayStage.Waiting;
        if (blockCount == 0)
            blockOpenedMicroseconds = nowMicroseconds;
        FringeBlock.Put(payload, blockCount, record);
        blockCount++;
        RecordCount++;
    }
}
