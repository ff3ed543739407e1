namespace Qit.Protocols.RoundTrip;

/// <summary>What one dwell of the delay line has counted.</summary>
public sealed class DwellRecord
{
    /// <summary>Largest count and live time that a record holds; a dwell ends when it gets there.</summary>
    public const long Max = 0x7FFFFFFF;

    /// <summary>Number of the plan's point, from 1 (modulo 65536); 0 for the device's own.</summary>
    public int PlanNumber { get; set; }

    /// <summary>One of <see cref="RoundTripPhase"/>.</summary>
    public byte Phase { get; set; }

    /// <summary>True when the conveyor ramps were running.</summary>
    public bool IsRamped { get; set; }

    /// <summary>Where the delay line rested, steps.</summary>
    public int PositionSteps { get; set; }

    /// <summary>Live time of all gates, microseconds.</summary>
    public long LiveMicroseconds { get; set; }

    /// <summary>Coincidences in it.</summary>
    public long Coincidences { get; set; }

    /// <summary>Clicks of the first detector.</summary>
    public long SinglesA { get; set; }

    /// <summary>Clicks of the second detector.</summary>
    public long SinglesB { get; set; }

    /// <summary>Coincidences in 1000 seconds of live time, rounded: the error is at most half a unit.</summary>
    public long RateMillihertz =>
        LiveMicroseconds < 1 ? 0 : (Coincidences * 1_000_000_000L + LiveMicroseconds / 2) / LiveMicroseconds;

    /// <summary>Takes the counts of a further gate.</summary>
    /// <param name="liveMicroseconds">Live time, 0 or more.</param>
    /// <param name="coincidences">Coincidences, 0 or more.</param>
    /// <param name="singlesA">Clicks of the first detector.</param>
    /// <param name="singlesB">Clicks of the second.</param>
    public void Add(int liveMicroseconds, int coincidences, int singlesA, int singlesB)
    {
        LiveMicroseconds += liveMicroseconds;
        Coincidences += coincidences;
        SinglesA += singlesA;
        SinglesB += singlesB;
    }

    /// <summary>True when another gate could exceed <see cref="Max"/>.</summary>
    public bool IsNearlyFull =>
        LiveMicroseconds > Max / 2 || Coincidences > Max / 2 || SinglesA > Max / 2 || SinglesB > Max / 2;

    /// <summary>Begins anew at a place.</summary>
    /// <param name="positionSteps">Position.</param>
    /// <param name="planNumber">Number of the plan's point, or 0.</param>
    /// <param name="phase">One of <see cref="RoundTripPhase"/>.</param>
    /// <param name="isRamped">Whether the ramps run.</param>
    public void Begin(int positionSteps, int planNumber, byte phase, bool isRamped)
    {
        PositionSteps = positionSteps;
        PlanNumber = planNumber;
        Phase = phase;
        IsRamped = isRamped;
        LiveMicroseconds = 0;
        Coincidences = 0;
        SinglesA = 0;
        SinglesB = 0;
    }
}
