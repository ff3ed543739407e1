// Kalman filter of the clock difference: offset x, frequency offset y, drift d.
//   x' = y + white noise (q1),   y' = d + white noise (q2),   d' = white noise (q3)
// Over dt the covariance grows by (Galleani and Tavella, Metrologia 45 (2008) S127)
//   [ q1 dt + q2 dt^3/3 + q3 dt^5/20   q2 dt^2/2 + q3 dt^4/8   q3 dt^3/6 ]
//   [                                  q2 dt + q3 dt^3/3       q3 dt^2/2 ]
//   [                                                          q3 dt     ]
namespace Qit.Timing.Tracking;

/// <summary>Standard errors and covariances of a clock difference.</summary>
/// <param name="OffsetOffset">Variance of the offset, ps^2.</param>
/// <param name="OffsetFrequency">Covariance, ps * ps/s.</param>
/// <param name="OffsetDrift">Covariance, ps * ps/s^2.</param>
/// <param name="FrequencyFrequency">Variance of the frequency offset, (ps/s)^2.</param>
/// <param name="FrequencyDrift">Covariance, ps/s * ps/s^2.</param>
/// <param name="DriftDrift">Variance of the drift, (ps/s^2)^2.</param>
public readonly record struct ClockCovariance(
    double OffsetOffset, double OffsetFrequency, double OffsetDrift,
    double FrequencyFrequency, double FrequencyDrift, double DriftDrift);

/// <summary>Offset, frequency offset and drift of a clock difference, with their covariance. A value: assignment copies.
/// </summary>
public struct ClockFilter
{
    private readonly double q1; // ps^2/s
    private readonly double q2; // (ps/s)^2/s
    private readonly double q3; // (ps/s^2)^2/s
    private long basePicoseconds;
    private double x; // picoseconds beyond the base: keeps the sum exact for offsets of seconds
    private double y; // ps/s
    private double d; // ps/s^2
    private double xx, xy, xd, yy, yd, dd;

    /// <summary>Starts a filter; the errors are independent.</summary>
    /// <param name="noise">Noise of the two clocks together.</param>
    /// <param name="timePicoseconds">Time the state is valid for.</param>
    /// <param name="offsetFemtoseconds">Offset.</param>
    /// <param name="offsetError">Its standard error, ps.</param>
    /// <param name="frequency">Frequency offset, s/s.</param>
    /// <param name="frequencyError">Its standard error.</param>
    /// <param name="driftError">Standard error of a drift of zero, 1/s.</param>
    public ClockFilter(ClockNoise noise, long timePicoseconds, long offsetFemtoseconds, double offsetError,
        double frequency, double frequencyError, double driftError)
    {
        const double SquarePicoseconds = 1e24;
        q1 = noise.WhiteFrequency * SquarePicoseconds;
        q2 = noise.RandomWalkFrequency * SquarePicoseconds;
        q3 = noise.RandomRunFrequency * SquarePicoseconds;
        TimePicoseconds = timePicoseconds;
        basePicoseconds = offsetFemtoseconds / 1000;
        x = (offsetFemtoseconds % 1000) / 1000.0;
        y = frequency * 1e12;
        xx = offsetError * offsetError;
        yy = frequencyError * frequencyError * SquarePicoseconds;
        dd = driftError * driftError * SquarePicoseconds;
    }

    /// <summary>Time the state is valid for, picoseconds.</summary>
    public long TimePicoseconds { get; private set; }

    /// <summary>Offset, whole picoseconds.</summary>
    public readonly long OffsetPicoseconds => basePicoseconds + (long)Math.Round(x);

    /// <summary>Offset, femtoseconds.</summary>
    public readonly long OffsetFemtoseconds => checked((basePicoseconds * 1000) + (long)Math.Round(x * 1000));

    /// <summary>Standard error of the offset, picoseconds.</summary>
    public readonly double OffsetError => Math.Sqrt(xx);

    /// <summary>Frequency offset, seconds a second.</summary>
    public readonly double Frequency => y * 1e-12;

    /// <summary>Standard error of the frequency offset.</summary>
    public readonly double FrequencyError => Math.Sqrt(yy) * 1e-12;

    /// <summary>Change of the frequency offset, 1/s.</summary>
    public readonly double Drift => d * 1e-12;

    /// <summary>Standard error of the drift, 1/s.</summary>
    public readonly double DriftError => Math.Sqrt(dd) * 1e-12;

    /// <summary>The whole covariance.</summary>
    public readonly ClockCovariance Covariance => new(xx, xy, xd, yy, yd, dd);

    /// <summary>Measured offset minus the state's, picoseconds, exact for offsets of seconds.</summary>
    public readonly double Innovation(long offsetFemtoseconds) =>
        (offsetFemtoseconds / 1000) - basePicoseconds + ((offsetFemtoseconds % 1000) / 1000.0) - x;

    /// <summary>Carries the state to a later time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before the state's.</exception>
    public void PredictTo(long timePicoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timePicoseconds, TimePicoseconds);
        double t = (timePicoseconds - TimePicoseconds) * 1e-12;
        double t2 = t * t;
        double t3 = t2 * t;
        x += (y * t) + (d * t2 / 2);
        y += d * t;
        double whole = Math.Round(x);
        basePicoseconds += (long)whole;
        x -= whole;
        xx += (2 * t * xy) + (t2 * xd) + (t2 * yy) + (t3 * yd) + (t2 * t2 * dd / 4)
            + (q1 * t) + (q2 * t3 / 3) + (q3 * t3 * t2 / 20);
        xy += (t * xd) + (t * yy) + (1.5 * t2 * yd) + (t3 * dd / 2) + (q2 * t2 / 2) + (q3 * t2 * t2 / 8);
        xd += (t * yd) + (t2 * dd / 2) + (q3 * t3 / 6);
        yy += (2 * t * yd) + (t2 * dd) + (q2 * t) + (q3 * t3 / 3);
        yd += (t * dd) + (q3 * t2 / 2);
        dd += q3 * t;
        TimePicoseconds = timePicoseconds;
    }

    /// <summary>Takes in a measured offset at the state's time. Returns the normalized innovation squared: chi-square of
    /// one degree of freedom when the model holds.</summary>
    public double MeasureOffset(long offsetFemtoseconds, double errorPicoseconds)
    {
        double innovation = Innovation(offsetFemtoseconds);
        double variance = xx + (errorPicoseconds * errorPicoseconds);
        (double gx, double gy, double gd) = (xx / variance, xy / variance, xd / variance);
        x += gx * innovation;
        y += gy * innovation;
        d += gd * innovation;
        // Written so that nothing cancels in xx: 1 - gx = error^2 / variance.
        double rest = errorPicoseconds * errorPicoseconds / variance;
        yy -= gy * xy;
        yd -= gy * xd;
        dd -= gd * xd;
        xx *= rest;
        xy *= rest;
        xd *= rest;
        return innovation * innovation / variance;
    }

    /// <summary>Takes in a measured frequency offset at the state's time.</summary>
    public void MeasureFrequency(double frequency, double error)
    {
        double innovation = (frequency * 1e12) - y;
        double variance = yy + (error * error * 1e24);
        (double gx, double gy, double gd) = (xy / variance, yy / variance, yd / variance);
        x += gx * innovation;
        y += gy * innovation;
        d += gd * innovation;
        double rest = error * error * 1e24 / variance;
        xx -= gx * xy;
        xd -= gx * yd;
        dd -= gd * yd;
        yy *= rest;
        xy *= rest;
        yd *= rest;
    }

    /// <summary>The clock difference has stepped to a measured offset: frequency and drift stay known.</summary>
    public void StepTo(long offsetFemtoseconds, double errorPicoseconds)
    {
        basePicoseconds = offsetFemtoseconds / 1000;
        x = (offsetFemtoseconds % 1000) / 1000.0;
        xx = errorPicoseconds * errorPicoseconds;
        xy = 0;
        xd = 0;
    }
}
