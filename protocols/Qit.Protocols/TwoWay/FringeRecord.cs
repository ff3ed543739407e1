namespace Qit.Protocols.TwoWay;

/// <summary>What has been counted behind both ports of the interferometer at the four phase steps.</summary>
public sealed class FringeRecord
{
    /// <summary>Largest count and live time of a phase step; a fringe ends when it gets near.</summary>
    public const long Max = 0x7FFFFFFF;

    /// <summary>Most passes up and down the phase steps in a fringe.</summary>
    public const int MaxCycles = 0xFFFF;

    private readonly long[] live = new long[TwoWaySettings.Steps];
    private readonly long[] plus = new long[TwoWaySettings.Steps];
    private readonly long[] minus = new long[TwoWaySettings.Steps];

    /// <summary>Number that the gateway has given, 0 to 65535; 0 for the device's own.</summary>
    public int Number { get; set; }

    /// <summary>One of <see cref="TwoWayPhase"/>.</summary>
    public byte Phase { get; set; }

    /// <summary>Alone: the phase has been lost.</summary>
    public bool IsLost { get; set; }

    /// <summary>This station's ramps had lost their clock meanwhile. It has counted nothing then, but the other station, which
    /// cannot know, has.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>Rate of the ramps, nanometres a second.</summary>
    public int RateNanometresPerSecond { get; set; }

    /// <summary>Finished passes up and down; 0 says that the ramps run, and nothing was counted.</summary>
    public int Cycles { get; set; }

    /// <summary>Device clock when the fringe began, microseconds.</summary>
    public long BeganMicroseconds { get; set; }

    /// <summary>Device clock when it ended, microseconds.</summary>
    public long EndedMicroseconds { get; set; }

    /// <summary>Phase of the fringe as the device finds it, 2^-32 turn; 0 without cycles.</summary>
    public int DevicePhase { get; set; }

    /// <summary>Live time of all gates at a phase step, microseconds.</summary>
    /// <param name="step">0 to 3.</param>
    public long Live(int step) => live[step];

    /// <summary>Clicks behind the port that is bright at phase 0.</summary>
    /// <param name="step">0 to 3.</param>
    public long Plus(int step) => plus[step];

    /// <summary>Clicks behind the port that is dark at phase 0.</summary>
    /// <param name="step">0 to 3.</param>
    public long Minus(int step) => minus[step];

    /// <summary>Sets what was counted at a phase step.</summary>
    /// <param name="step">0 to 3.</param>
    /// <param name="liveMicroseconds">Live time.</param>
    /// <param name="plusClicks">Clicks behind the one port.</param>
    /// <param name="minusClicks">Clicks behind the other.</param>
    public void Set(int step, long liveMicroseconds, long plusClicks, long minusClicks)
    {
        live[step] = liveMicroseconds;
        plus[step] = plusClicks;
        minus[step] = minusClicks;
    }

    /// <summary>Begins anew.</summary>
    /// <param name="number">The gateway's number, or 0.</param>
    /// <param name="phase">One of <see cref="TwoWayPhase"/>.</param>
    /// <param name="rateNanometresPerSecond">Rate of the ramps.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public void Begin(int number, byte phase, int rateNanometresPerSecond, long nowMicroseconds)
    {
        Number = number;
        Phase = phase;
        IsLost = false;
        IsInterrupted = false;
        RateNanometresPerSecond = rateNanometresPerSecond;
        Cycles = 0;
        BeganMicroseconds = nowMicroseconds;
        EndedMicroseconds = nowMicroseconds;
        DevicePhase = 0;
        for (int step = 0; step < TwoWaySettings.Steps; step++)
            Set(step, 0, 0, 0);
    }

    /// <summary>Takes the counts of a gate.</summary>
    /// <param name="step">Phase step, 0 to 3.</param>
    /// <param name="liveMicroseconds">Live time, 0 or more.</param>
    /// <param name="plusClicks">Clicks behind the one port, 0 or more.</param>
    /// <param name="minusClicks">Clicks behind the other.</param>
    public void Add(int step, int liveMicroseconds, int plusClicks, int minusClicks)
    {
        live[step] += liveMicroseconds;
        plus[step] += plusClicks;
        minus[step] += minusClicks;
    }

    /// <summary>True when a further pass could exceed <see cref="Max"/>.</summary>
    public bool IsNearlyFull
    {
        get
        {
            for (int step = 0; step < TwoWaySettings.Steps; step++)
            {
                if (live[step] > Max / 4 || plus[step] > Max / 4 || minus[step] > Max / 4)
                    return true;
            }
            return false;
        }
    }

    /// <summary>A fringe to count, as the value of a command.</summary>
    /// <param name="number">1 to 65535.</param>
    /// <param name="cycles">Passes up and down, 1 to <see cref="MaxCycles"/>.</param>
    public static long PackMeasure(int number, int cycles) => ((long)number << 16) | (cycles & 0xFFFFL);
}
