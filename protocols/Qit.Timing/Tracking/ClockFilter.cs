// Two-state Kalman filter of the clock difference: offset and frequency offset, driven by white and random-walk
// frequency noise. Process covariance over dt (Galleani and Tavella, Metrologia 45 (2008) S127, two-state clock):
//   [ q1 dt + q2 dt^3/3   q2 dt^2/2 ]
//   [ q2 dt^2/2           q2 dt     ]
namespace Qit.Timing.Tracking;

/// <summary>Predicts the offset between estimates and smooths the frequency offset.</summary>
internal sealed class ClockFilter(double phaseNoise, double frequencyNoise)
{
    private long _basePicoseconds;
    private double _offset; // picoseconds beyond the base: keeps the sum exact for offsets of seconds
    private double _frequency; // picoseconds a second
    private double _offsetVariance;
    private double _covariance;
    private double _frequencyVariance;

    /// <summary>Time the state is valid for, picoseconds.</summary>
    public long TimePicoseconds { get; private set; }

    /// <summary>Frequency offset, seconds a second.</summary>
    public double Frequency => _frequency * 1e-12;

    public double FrequencyError => Math.Sqrt(_frequencyVariance) * 1e-12;

    /// <summary>Standard error of the predicted offset, picoseconds.</summary>
    public double OffsetError => Math.Sqrt(_offsetVariance);

    /// <summary>Predicted offset, whole picoseconds.</summary>
    public long OffsetPicoseconds => _basePicoseconds + (long)Math.Round(_offset);

    /// <summary>Starts from an estimate whose offset and frequency errors are independent.</summary>
    public void Start(long time, long offsetFemtoseconds, double offsetError, double frequency, double frequencyError)
    {
        TimePicoseconds = time;
        _basePicoseconds = offsetFemtoseconds / 1000;
        _offset = (offsetFemtoseconds % 1000) / 1000.0;
        _frequency = frequency * 1e12;
        _offsetVariance = offsetError * offsetError;
        _covariance = 0;
        _frequencyVariance = frequencyError * frequencyError * 1e24;
    }

    /// <summary>Carries the state to another time. Going back keeps the noise of going forth.</summary>
    public void PredictTo(long time)
    {
        double seconds = (time - TimePicoseconds) * 1e-12;
        double length = Math.Abs(seconds);
        _offset += _frequency * seconds;
        _offsetVariance += (2 * seconds * _covariance) + (seconds * seconds * _frequencyVariance)
            + (phaseNoise * length) + (frequencyNoise * length * length * length / 3);
        _covariance += (seconds * _frequencyVariance) + (Math.Sign(seconds) * frequencyNoise * length * length / 2);
        _frequencyVariance += frequencyNoise * length;
        TimePicoseconds = time;
    }

    /// <summary>Takes in a measured offset at the state's time.</summary>
    public void MeasureOffset(long offsetFemtoseconds, double errorPicoseconds)
    {
        double measured = (offsetFemtoseconds / 1000) - _basePicoseconds + ((offsetFemtoseconds % 1000) / 1000.0);
        double innovation = measured - _offset;
        double variance = _offsetVariance + (errorPicoseconds * errorPicoseconds);
        double gain = _offsetVariance / variance;
        double frequencyGain = _covariance / variance;
        _offset += gain * innovation;
        _frequency += frequencyGain * innovation;
        _frequencyVariance -= frequencyGain * _covariance;
        _covariance *= 1 - gain;
        _offsetVariance *= 1 - gain;
    }

    /// <summary>Takes in a measured frequency offset at the state's time.</summary>
    public void MeasureFrequency(double frequency, double error)
    {
        double innovation = (frequency * 1e12) - _frequency;
        double variance = _frequencyVariance + (error * error * 1e24);
        double gain = _frequencyVariance / variance;
        double offsetGain = _covariance / variance;
        _offset += offsetGain * innovation;
        _frequency += gain * innovation;
        _offsetVariance -= offsetGain * _covariance;
        _covariance *= 1 - gain;
        _frequencyVariance *= 1 - gain;
    }
}
