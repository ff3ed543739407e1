namespace Qit.Timing.RoundTrip;

/// <summary>
/// Clock offset from the centre of the dip: tau = t0_a - t0_b = (dl0 - zero) / (4 v) (ITU-T FG QIT4N D1.2, equation 3), with
/// its errors in parts. Each photon passes A's line out and back and B's line twice, at rates +v and -v for the two
/// photons: 2 photons x 2 passes give the 4, and the travel time drops out as long as both ways take equally long.
/// </summary>
public sealed record RoundTripOffset
{
    /// <summary>tau = t0_a - t0_b, in femtoseconds: positive when A's clock starts its ramp later than B's.</summary>
    public required long OffsetFemtoseconds { get; init; }

    /// <summary>Part of the standard error from the counts of this dip, in picoseconds.</summary>
    public required double CountingPicoseconds { get; init; }

    /// <summary>Part from the counts that gave the zero, in picoseconds.</summary>
    public required double ZeroPicoseconds { get; init; }

    /// <summary>Part from the ramps' rate v, in picoseconds; grows with the offset.</summary>
    public required double RatePicoseconds { get; init; }

    /// <summary>Part from the swept delay line's scale, in picoseconds; grows with the offset.</summary>
    public required double ScalePicoseconds { get; init; }

    /// <summary>Part from the swept delay line's position errors, at the dip and at the zero, in picoseconds.</summary>
    public required double PositionPicoseconds { get; init; }

    /// <summary>Standard error from everything together, in picoseconds: the parts are independent.</summary>
    public double StandardErrorPicoseconds => Math.Sqrt((CountingPicoseconds * CountingPicoseconds)
        + (ZeroPicoseconds * ZeroPicoseconds) + (RatePicoseconds * RatePicoseconds) + (ScalePicoseconds * ScalePicoseconds)
        + (PositionPicoseconds * PositionPicoseconds));

    /// <summary>The offset that a dip means.</summary>
    /// <param name="dip">The dip with the ramps running.</param>
    /// <param name="calibration">Rate, zero and their errors.</param>
    /// <exception cref="ArgumentException">The calibration has no meaning, or the offset is beyond 2.5 hours.</exception>
    public static RoundTripOffset From(DipEstimate dip, RoundTripCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(dip);
        ArgumentNullException.ThrowIfNull(calibration);
        calibration.Check();
        double picosecondsPerMetre = 1e12 / (4 * Math.Abs(calibration.RateMetresPerSecond));
        double path = dip.Model.CentreMetres - calibration.ZeroMetres;
        double offset = path * picosecondsPerMetre * Math.Sign(calibration.RateMetresPerSecond);
        if (!(Math.Abs(offset) < 9e15)) throw new ArgumentException($"An offset of {offset} ps is beyond 2.5 hours.");
        return new RoundTripOffset
        {
            OffsetFemtoseconds = (long)Math.Round(offset * 1000),
            CountingPicoseconds = dip.CentreStandardErrorMetres * picosecondsPerMetre,
            ZeroPicoseconds = calibration.ZeroStandardErrorMetres * picosecondsPerMetre,
            RatePicoseconds = Math.Abs(offset) * calibration.RateRelativeStandardError,
            ScalePicoseconds = Math.Abs(offset) * calibration.ScaleRelativeStandardError,
            PositionPicoseconds = Math.Sqrt(2) * calibration.PositionErrorMetresRms * picosecondsPerMetre,
        };
    }
}
