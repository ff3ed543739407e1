namespace Qit.Hal.Simulation;

/// <summary>
/// The phase of a clock, x = reading - true time, at the boundaries of the world's slices; linear in between. White and
/// random-walk frequency noise are exact integrators, flicker noise is a <see cref="FlickerNoise"/>. White phase noise
/// has no value between readings: it is given as a spread for each reading.
/// </summary>
internal sealed class SimulatedClock
{
    private const double PicosecondsPerSecond = 1e12;
    private const double SecondsPerDay = 86_400;
    private const double SlowHertz = 0.01;

    // Flicker FM goes on to 50 per slice: the deviation over one slice is already that of noise without an edge.
    private const double FlickerEdgeSteps = 50;

    private readonly ClockOptions options;
    private readonly double stepSeconds;
    private readonly SimulationPrng prng;
    private readonly FlickerNoise? flickerFrequency;
    private readonly FlickerNoise? flickerPhase;
    private readonly double whiteKick;
    private readonly double walkKick;
    private readonly double walkOwn;
    private readonly long jumpSlice;
    private readonly long jumpFemtoseconds;
    private double walk;

    /// <param name="options">Checked options.</param>
    /// <param name="seed">The world's seed.</param>
    /// <param name="name">Name of the clock's random streams.</param>
    /// <param name="stepSeconds">Length of a slice; the noise is right for any.</param>
    public SimulatedClock(ClockOptions options, ulong seed, string name, double stepSeconds = 1e-3)
    {
        this.options = options;
        this.stepSeconds = stepSeconds;
        prng = new SimulationPrng(seed, name);

        // White FM: x is a Wiener process of h_0 / 2 per second. Random walk FM: y is one of 2 pi^2 h_-2 per second;
        // its integral over a step is half the step times y's increment plus an independent rest, variance q dt^3 / 12.
        whiteKick = Math.Sqrt(options.WhiteFrequencyLevel / 2 * stepSeconds);
        double q = 2 * Math.PI * Math.PI * options.RandomWalkFrequencyLevel;
        walkKick = Math.Sqrt(q * stepSeconds);
        walkOwn = Math.Sqrt(q * stepSeconds * stepSeconds * stepSeconds / 12);
        if (options.FlickerFrequencyLevel > 0)
            flickerFrequency = new FlickerNoise(
                options.FlickerFrequencyLevel,
                FlickerEdgeSteps / stepSeconds,
                stepSeconds,
                SlowHertz,
                new SimulationPrng(seed, name + "/flicker-frequency"));

        // S_x = S_y / (2 pi f)^2.
        if (options.FlickerPhaseLevel > 0)
            flickerPhase = new FlickerNoise(
                options.FlickerPhaseLevel / (4 * Math.PI * Math.PI),
                options.NoiseBandwidthHertz,
                stepSeconds,
                0,
                new SimulationPrng(seed, name + "/flicker-phase"));

        WhitePhasePicosecondsRms = PicosecondsPerSecond
            * Math.Sqrt(options.WhitePhaseLevel * options.NoiseBandwidthHertz) / (2 * Math.PI);
        jumpSlice = (long)Math.Ceiling(options.StepAtSeconds / stepSeconds);
        jumpFemtoseconds = (long)Math.Round(options.StepPicoseconds * 1000);

        double start = options.OffsetPicoseconds + (PicosecondsPerSecond * (flickerPhase?.Value ?? 0));
        start += JumpFemtoseconds(0) / 1000.0;
        WholePicoseconds = (long)Math.Floor(start);
        FractionPicoseconds = start - WholePicoseconds;
        IncrementPicoseconds = NextIncrement();
    }

    /// <summary>The slice the clock is in, from 0.</summary>
    public long Slice { get; private set; }

    /// <summary>x at the start of the slice, whole picoseconds.</summary>
    public long WholePicoseconds { get; private set; }

    /// <summary>The rest of x at the start of the slice, 0 to 1 ps.</summary>
    public double FractionPicoseconds { get; private set; }

    /// <summary>Change of x over the slice.</summary>
    public double IncrementPicoseconds { get; private set; }

    /// <summary>Spread of each reading on its own.</summary>
    public double WhitePhasePicosecondsRms { get; }

    /// <summary>x at the start of the slice without the jump, rounded to femtoseconds.</summary>
    public long SmoothFemtoseconds =>
        (WholePicoseconds * 1000) + (long)Math.Round(FractionPicoseconds * 1000) - JumpFemtoseconds(Slice);

    /// <summary>The jump, as far as it has happened by the start of <paramref name="slice"/>.</summary>
    public long JumpFemtoseconds(long slice) => slice >= jumpSlice ? jumpFemtoseconds : 0;

    /// <summary>Goes to the next slice.</summary>
    public void MoveNext()
    {
        Slice++;
        double sum = FractionPicoseconds + IncrementPicoseconds;
        sum += (JumpFemtoseconds(Slice) - JumpFemtoseconds(Slice - 1)) / 1000.0;
        double whole = Math.Floor(sum);
        WholePicoseconds += (long)whole;
        FractionPicoseconds = sum - whole;
        IncrementPicoseconds = NextIncrement();
    }

    private double NextIncrement()
    {
        double middleDays = (Slice + 0.5) * stepSeconds / SecondsPerDay;
        double seconds = stepSeconds * (options.FrequencyOffset + (options.FrequencyDriftPerDay * middleDays));
        if (whiteKick > 0) seconds += whiteKick * prng.NextNormal();
        if (walkKick > 0)
        {
            double kick = walkKick * prng.NextNormal();
            seconds += (stepSeconds * (walk + (0.5 * kick))) + (walkOwn * prng.NextNormal());
            walk += kick;
        }

        if (flickerFrequency is not null) seconds += flickerFrequency.Integrate();
        if (flickerPhase is not null)
        {
            double before = flickerPhase.Value;
            flickerPhase.Step();
            seconds += flickerPhase.Value - before;
        }

        return seconds * PicosecondsPerSecond;
    }
}
