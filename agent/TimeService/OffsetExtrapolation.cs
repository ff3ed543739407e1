// How an offset with its errors goes on in time. The results carry standard errors but no covariances between offset,
// frequency and drift; the worst covariances that three standard errors allow (all fully correlated) give
//   sigma(t) <= sigma_x + sigma_y t + sigma_d t^2 / 2,
// at most sqrt(3) times the independent case. The clocks' noise comes on top, in quadrature (Galleani and Tavella,
// Metrologia 45 (2008) S127): q1 t + q2 t^3/3 + q3 t^5/20, and so do two parts that no averaging makes smaller: the path
// delay, and the frequency offset times what is unknown of the age.
using Qit.Agent.Results;
using Qit.Timing.Tracking;

namespace Qit.Agent.TimeService;

/// <summary>An offset at one moment, with the parts of its standard uncertainty.</summary>
/// <param name="Picoseconds">Clock B minus clock A, ps.</param>
/// <param name="StatisticalPicoseconds">Photon statistics and the clocks' noise since, ps.</param>
/// <param name="PathPicoseconds">Path delay that was taken off, ps.</param>
/// <param name="AgePicoseconds">Frequency offset times the standard uncertainty of the age, ps.</param>
/// <param name="Frequency">Frequency of B relative to A at the moment, dimensionless.</param>
/// <param name="FrequencyUncertainty">Its standard uncertainty.</param>
public readonly record struct ExtrapolatedOffset(
    double Picoseconds, double StatisticalPicoseconds, double PathPicoseconds, double AgePicoseconds, double Frequency,
    double FrequencyUncertainty)
{
    /// <summary>Combined standard uncertainty (k = 1), ps.</summary>
    public double UncertaintyPicoseconds => Math.Sqrt(
        (StatisticalPicoseconds * StatisticalPicoseconds) + (PathPicoseconds * PathPicoseconds)
        + (AgePicoseconds * AgePicoseconds));
}

/// <summary>One offset result, ready to be carried to a later time.</summary>
internal sealed class OffsetExtrapolation
{
    private const double PicosecondsPerSecond = 1e12;

    private readonly ClockNoise noise;
    private readonly double ageUncertaintySeconds;
    private readonly double x, y, d;
    private readonly double xError, yError, dError;
    private readonly double path;

    /// <param name="result">The result.</param>
    /// <param name="noise">Noise of the two clocks together.</param>
    /// <param name="ageUncertaintySeconds">Standard uncertainty of every age, seconds of A's clock.</param>
    public OffsetExtrapolation(OffsetResult result, ClockNoise noise, double ageUncertaintySeconds)
    {
        this.noise = noise;
        this.ageUncertaintySeconds = ageUncertaintySeconds;
        x = result.FilteredOffsetPicoseconds;
        xError = result.FilteredStandardErrorPicoseconds;
        y = result.FrequencyOffset * PicosecondsPerSecond;
        yError = result.FrequencyOffsetStandardError * PicosecondsPerSecond;
        d = result.FrequencyDrift * PicosecondsPerSecond;
        dError = result.FrequencyDriftStandardError * PicosecondsPerSecond;
        path = result.PathUncertaintyPicoseconds;
        IsFinite = double.IsFinite(x + y + d + path) && xError is >= 0 and < double.PositiveInfinity
            && yError is >= 0 and < double.PositiveInfinity && dError is >= 0 and < double.PositiveInfinity;
    }

    /// <summary>False when any number of the result is not one: then nothing can be said.</summary>
    public bool IsFinite { get; }

    /// <summary>The offset this long after the time that the result is valid for.</summary>
    /// <param name="seconds">Seconds of A's clock, from 0.</param>
    public ExtrapolatedOffset At(double seconds)
    {
        double t = seconds;
        double t3 = t * t * t;
        double square = PicosecondsPerSecond * PicosecondsPerSecond;
        double states = xError + (yError * t) + (dError * t * t / 2);
        double process = square * ((noise.WhiteFrequency * t) + (noise.RandomWalkFrequency * t3 / 3)
            + (noise.RandomRunFrequency * t3 * t * t / 20));
        double frequency = y + (d * t);
        double frequencyStates = yError + (dError * t);
        double frequencyProcess = square * ((noise.RandomWalkFrequency * t) + (noise.RandomRunFrequency * t3 / 3));
        return new ExtrapolatedOffset(
            x + (y * t) + (d * t * t / 2),
            Math.Sqrt((states * states) + process),
            path,
            Math.Abs(frequency) * ageUncertaintySeconds,
            frequency / PicosecondsPerSecond,
            Math.Sqrt((frequencyStates * frequencyStates) + frequencyProcess) / PicosecondsPerSecond);
    }

    /// <summary>Seconds after the time of the result at which the combined uncertainty passes a limit; 0 when it has from the
    /// start, and at most <paramref name="most"/>.</summary>
    public double SecondsUntil(double limitPicoseconds, double most)
    {
        // The square of the uncertainty is a sum of convex functions: good at both ends is good all the way, and good at the
        // start alone has one end.
        if (At(0).UncertaintyPicoseconds > limitPicoseconds)
            return 0;
        if (At(most).UncertaintyPicoseconds <= limitPicoseconds)
            return most;
        double good = 0;
        double bad = most;
        const int Halvings = 60; // of 1e7 s leave less than a picosecond
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (good + bad) / 2;
            if (At(middle).UncertaintyPicoseconds <= limitPicoseconds)
                good = middle;
            else
                bad = middle;
        }
        return good;
    }
}
