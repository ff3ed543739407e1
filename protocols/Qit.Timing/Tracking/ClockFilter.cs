// Two-state Kalman filter of the clock difference: offset and frequency offset, driven by white and random-walk
// frequency noise. Process covariance over dt (Galleani and Tavella, Metrologia 45 (2008) S127, two-state clock):
//   [ q1 dt + q2 dt^3/3   q2 dt^2/2 ]
//   [ q2 dt^2/2           q2 dt     ]
namespace Qit.Timing.Tracking;

/// <summary>Predicts the offset between estimates and smooths the frequency offset.</summary>
internal sealed class ClockFilter(double phaseNoise, double frequencyNoise)
{
    private long basePicoseconds;
    private double offset; // picoseconds beyond the base: keeps the sum exact for offsets of seconds
    private double frequency; // picoseconds a second
    private double offsetVariance;
    private double covariance;
    private double frequencyVariance;

    /// <summary>Time the state is valid for, picoseconds.</summary>
    public long TimePicoseconds { get; private set; }

    /// <summary>Frequency offset, seconds a second.</summary>
    public double Frequency => frequency * 1e-12;

    public double FrequencyError => Math.Sqrt(frequencyVariance) * 1e-12;

    /// <summary>Standard error of the predicted offset, picoseconds.</summary>
    public double OffsetError => Math.Sqrt(offsetVariance);

    /// <summary>Predicted offset, whole picoseconds.</summary>
    public long OffsetPicoseconds => basePicoseconds + (long)Math.Round(offset);

    /// <summary>Starts from an estimate whose offset and frequency errors are independent.</summary>
    public void Start(long time, long offsetFemtoseconds, double offsetError, double frequency, double frequencyError)
    {
        TimePicoseconds = time;
        basePicoseconds = offsetFemtoseconds / 1000;
        offset = (offsetFemtoseconds % 1000) / 1000.0;
        this.frequency = frequency * 1e12;
        offsetVariance = offsetError * offsetError;
        covariance = 0;
        frequencyVariance = frequencyError * frequencyError * 1e24;
    }

    /// <summary>Carries the state to another time. Going back keeps the noise of going forth.</summary>
    public void PredictTo(long time)
    {
        double seconds = (time - TimePicoseconds) * 1e-12;
        double length = Math.Abs(seconds);
        offset += frequency * seconds;
        offsetVariance += (2 * seconds * covariance) + (seconds * seconds * frequencyVariance)
            + (phaseNoise * length) + (frequencyNoise * length * length * length / 3);
        covariance += (seconds * frequencyVariance) + (Math.Sign(seconds) * frequencyNoise * length * length / 2);
        frequencyVariance += frequencyNoise * length;
        TimePicoseconds = time;
    }

    /// <summary>Takes in a measured offset at the state's time.</summary>
    public void MeasureOffset(long offsetFemtoseconds, double errorPicoseconds)
    {
        double measured = (offsetFemtoseconds / 1000) - basePicoseconds + ((offsetFemtoseconds % 1000) / 1000.0);
        double innovation = measured - offset;
        double variance = offsetVariance + (errorPicoseconds * errorPicoseconds);
        double gain = offsetVariance / variance;
        double frequencyGain = covariance / variance;
        offset += gain * innovation;
        frequency += frequencyGain * innovation;
        frequencyVariance -= frequencyGain * covariance;
        covariance *= 1 - gain;
        offsetVariance *= 1 - gain;
    }

    /// <summary>Takes in a measured frequency offset at the state's time.</summary>
    public void MeasureFrequency(double frequency, double error)
    {
        double innovation = (frequency * 1e12) - this.frequency;
        double variance = frequencyVariance + (error * error * 1e24);
        double gain = frequencyVariance / variance;
        double offsetGain = covariance / variance;
        offset += offsetGain * innovation;
        this.frequency += gain * innovation;
        offsetVariance -= offsetGain * covariance;
        covariance *= 1 - gain;
        frequencyVariance *= 1 - gain;
    }
}
