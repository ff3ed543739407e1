using System;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.RoundTrip;

/// <summary>
/// The device's part of round-trip synchronization (report, clause 6.1.1.4.2 a), without any I/O: says where the delay line
/// has to go and when to count, and packs each dwell into a block. It follows the gateway's plan, or finds and tracks the dip
/// alone. When the link takes no block it waits: a dwell not made loses nothing.
/// </summary>
public sealed class RoundTripMachine
{
    private readonly long flushAfterMicroseconds;
    private readonly DipSearch search = new DipSearch();
    private readonly DipTracker tracker;
    private readonly DwellRecord record = new DwellRecord();
    private readonly byte[] payload = new byte[Frame.MaxPayload];

    private int dwellSteps;
    private long dwellMicroseconds;
    private int lineSteps;
    private bool isLineKnown;
    private int place;
    private int places;
    private int blockCount;
    private long blockOpenedMicroseconds;
    private long restsAtMicroseconds;

    /// <summary>A machine at rest.</summary>
    /// <param name="minSteps">Lowest position of the delay line.</param>
    /// <param name="maxSteps">Highest position.</param>
    /// <param name="flushAfterMicroseconds">A block is ready when it is full or this old.</param>
    public RoundTripMachine(int minSteps, int maxSteps, long flushAfterMicroseconds)
    {
        Settings = new RoundTripSettings(minSteps, maxSteps);
        tracker = new DipTracker(Settings);
        this.flushAfterMicroseconds = flushAfterMicroseconds;
    }

    /// <summary>What the gateway may set.</summary>
    public RoundTripSettings Settings { get; }

    /// <summary>The gateway's plan.</summary>
    public DwellPlan Plan { get; } = new DwellPlan();

    /// <summary>One of <see cref="RoundTripPhase"/>.</summary>
    public byte Phase { get; private set; }

    /// <summary>One of <see cref="RoundTripStage"/>: what is needed now.</summary>
    public byte Stage { get; private set; }

    /// <summary>Where the delay line has to go, steps.</summary>
    public int TargetSteps { get; private set; }

    /// <summary>Length of the gate to count in, microseconds.</summary>
    public int GateMicroseconds { get; private set; }

    /// <summary>The tracker's centre, 1/256 step, or <see cref="DwellBlock.NoCentre"/>.</summary>
    public long Centre => Phase == RoundTripPhase.Track ? tracker.Centre : DwellBlock.NoCentre;

    /// <summary>Dwells finished since the start.</summary>
    public long DwellCount { get; private set; }

    /// <summary>Gates thrown away since the start: the ramps had lost the clock, or a counter had overflowed.</summary>
    public long LostGateCount { get; private set; }

    /// <summary>Times the tracker has lost the dip since the start.</summary>
    public long LostDipCount { get; private set; }

    /// <summary>Begins in the mode that is set; a loop that runs begins anew.</summary>
    /// <returns>False, and nothing changed, when the settings do not fit together.</returns>
    public bool TryStart()
    {
        if (!Settings.AreConsistent())
            return false;
        DwellCount = 0;
        LostGateCount = 0;
        LostDipCount = 0;
        blockCount = 0;
        Stage = RoundTripStage.Waiting;
        if (Settings.Get(RoundTripKey.Mode) == RoundTripMode.Plan)
            Phase = RoundTripPhase.Plan;
        else
            BeginSearch();
        return true;
    }

    /// <summary>Stops; the dwell under way is dropped, finished ones still go out.</summary>
    public void Stop()
    {
        Phase = RoundTripPhase.Idle;
        Stage = RoundTripStage.Waiting;
        // It may be under way.
        isLineKnown = false;
    }

    /// <summary>Goes on where only time or room was missing. Call it before looking at <see cref="Stage"/>.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void Advance(long nowMicroseconds)
    {
        if (Stage == RoundTripStage.Settling && nowMicroseconds >= restsAtMicroseconds)
            BeginGate();
        if (Stage == RoundTripStage.Waiting && Phase != RoundTripPhase.Idle && blockCount < DwellBlock.MaxDwells)
            BeginDwell(nowMicroseconds);
    }

    /// <summary>The delay line has arrived at <see cref="TargetSteps"/>.</summary>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleArrived(long nowMicroseconds)
    {
        if (Stage != RoundTripStage.Moving)
            throw new InvalidOperationException("The delay line was not asked to move.");
        isLineKnown = true;
        lineSteps = TargetSteps;
        if (lineSteps != dwellSteps)
        {
            TargetSteps = dwellSteps;
            return;
        }
        Stage = RoundTripStage.Settling;
        restsAtMicroseconds = nowMicroseconds + Settings.Get(RoundTripKey.Settle);
    }

    /// <summary>A gate has closed.</summary>
    /// <param name="liveMicroseconds">Live time, 0 or more.</param>
    /// <param name="coincidences">Coincidences, 0 or more.</param>
    /// <param name="singlesA">Clicks of the first detector.</param>
    /// <param name="singlesB">Clicks of the second.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void HandleGate(int liveMicroseconds, int coincidences, int singlesA, int singlesB, long nowMicroseconds)
    {
        if (Stage != RoundTripStage.Counting)
            throw new InvalidOperationException("No gate was asked for.");
        record.Add(liveMicroseconds, coincidences, singlesA, singlesB);
        if (record.LiveMicroseconds < dwellMicroseconds && !record.IsNearlyFull)
        {
            BeginGate();
            return;
        }
        EndDwell(nowMicroseconds);
    }

    /// <summary>The gate cannot be used: it is counted anew.</summary>
    public void HandleLostGate()
    {
        if (Stage != RoundTripStage.Counting)
            throw new InvalidOperationException("No gate was asked for.");
        LostGateCount++;
    }

    /// <summary>The block, when it is full, old enough, nothing more is planned, or the loop has stopped. It stays until
    /// <see cref="ClearBlock"/>.</summary>
    /// <param name="block">Payload from index 0.</param>
    /// <param name="blockLength">Payload bytes.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public bool TryPeekBlock(out byte[] block, out int blockLength, long nowMicroseconds)
    {
        block = payload;
        blockLength = DwellBlock.HeaderLength + blockCount * DwellBlock.RecordLength;
        // A gateway that plans from what it sees waits for it.
        bool isPlanDone = Phase == RoundTripPhase.Plan && Stage == RoundTripStage.Waiting && Plan.Count == 0;
        bool isDue = blockCount == DwellBlock.MaxDwells || Phase == RoundTripPhase.Idle || isPlanDone
            || nowMicroseconds - blockOpenedMicroseconds >= flushAfterMicroseconds;
        if (blockCount == 0 || !isDue)
            return false;
        DwellBlock.PutHeader(payload, DwellCount - blockCount, Centre, blockCount);
        return true;
    }

    /// <summary>The block last peeked at is in the link's hands: begin the next.</summary>
    public void ClearBlock() => blockCount = 0;

    private void BeginSearch()
    {
        long range = -1L * Settings.Get(RoundTripKey.ScanFrom) + Settings.Get(RoundTripKey.ScanTo);
        places = DipSearch.PlacesOf(range, Settings.Get(RoundTripKey.Width));
        place = 0;
        search.Begin(places);
        Phase = RoundTripPhase.Search;
    }

    private void BeginDwell(long nowMicroseconds)
    {
        int number = 0;
        int milliseconds;
        if (Phase == RoundTripPhase.Plan)
        {
            if (!Plan.TryTake(out dwellSteps, out milliseconds, out number))
                return;
        }
        else if (Phase == RoundTripPhase.Search)
        {
            dwellSteps = Settings.Get(RoundTripKey.ScanFrom) + place * Settings.Get(RoundTripKey.Width);
            milliseconds = Settings.Get(RoundTripKey.ScanDwell);
        }
        else
        {
            dwellSteps = tracker.NextSteps();
            milliseconds = Settings.Get(RoundTripKey.TrackDwell);
        }
        dwellMicroseconds = milliseconds * 1000L;
        record.Begin(dwellSteps, number, Phase, Settings.Get(RoundTripKey.RampRate) != 0);
        TargetSteps = dwellSteps;
        Stage = RoundTripStage.Moving;
        if (isLineKnown && dwellSteps == lineSteps)
        {
            // The line rests there already.
            Stage = RoundTripStage.Settling;
            restsAtMicroseconds = nowMicroseconds;
        }
        else if (!isLineKnown || dwellSteps < lineSteps)
        {
            long below = -1L * Settings.Get(RoundTripKey.Approach) + dwellSteps;
            TargetSteps = (int)(below < Settings.MinSteps ? Settings.MinSteps : below);
        }
    }

    private void BeginGate()
    {
        long left = dwellMicroseconds - record.LiveMicroseconds;
        long longest = Settings.Get(RoundTripKey.Gate);
        // Not ever shorter gates for what the ramps' flyback has left over: the live time is counted anyway.
        long shortest = longest >> 3;
        left = left < shortest ? shortest : left;
        GateMicroseconds = (int)(left < longest ? left : longest);
        Stage = RoundTripStage.Counting;
    }

    private void EndDwell(long nowMicroseconds)
    {
        Stage = RoundTripStage.Waiting;
        if (blockCount == 0)
            blockOpenedMicroseconds = nowMicroseconds;
        DwellBlock.Put(payload, blockCount, record);
        blockCount++;
        DwellCount++;
        if (Phase == RoundTripPhase.Search)
            EndScanDwell();
        else if (Phase == RoundTripPhase.Track)
        {
            tracker.Add(record);
            if (!tracker.IsLost)
                return;
            LostDipCount++;
            BeginSearch();
        }
    }

    private void EndScanDwell()
    {
        search.Add(place, record);
        place++;
        if (place < places)
            return;
        place = 0;
        int dip;
        if (Settings.Get(RoundTripKey.Mode) != RoundTripMode.Alone || !search.TryFind(out dip))
            return;
        int centre = Settings.Get(RoundTripKey.ScanFrom) + dip * Settings.Get(RoundTripKey.Width);
        tracker.Begin(centre, search.PlateauMillihertz(dip));
        Phase = RoundTripPhase.Track;
    }
}
