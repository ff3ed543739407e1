using System.Globalization;
using Qit.Timing.RoundTrip;
using Qit.Timing.Stability;

namespace Qit.Agent.Protocols.RoundTrip;

/// <summary>From a finished plan to an answer, or to the reason why there is none.</summary>
internal static class RoundTripVerdict
{
    // The deviance of a good fit is this improbable once in a million answers.
    private const double SmallestPValue = 1e-6;

    /// <summary>Why a dip gives no offset; null when it does.</summary>
    /// <param name="dip">The fit, if any.</param>
    public static string? Refusal(DipEstimate? dip)
    {
        if (dip is null)
            return "no dip between the ends of the range: check the light, widen the range, or count longer";
        double p = PValue(dip);
        return p >= SmallestPValue
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"what was counted is no Gaussian dip: deviance {dip.Deviance:G4} of {dip.DegreesOfFreedom} degrees of freedom, "
                + $"p = {p:G2}; odd-order dispersion and a drifting source do this");
    }

    /// <summary>Cramer-Rao bound of the best fixed design for the light that a plan has spent, metres.</summary>
    /// <param name="done">A plan with an estimate.</param>
    /// <param name="measurement">The range.</param>
    public static double BoundMetres(AdaptivePlan done, RoundTripMeasurement measurement)
    {
        DipModel fitted = done.Estimate!.Model;
        // No design is best for a dip that goes to zero (OptimalDesign says why).
        DipModel model = fitted with { Visibility = Math.Clamp(fitted.Visibility, 0.02, 0.999) };
        return OptimalDesign.Find(model, measurement.FromMetres, measurement.ToMetres, measurement.IsWidthKnown)
            .BoundMetres(done.Samples.Sum(sample => sample.Exposure));
    }

    /// <summary>The answer that a dip and its zero give.</summary>
    /// <param name="done">The plan of the dip, finished.</param>
    /// <param name="measurement">Rate and calibration.</param>
    /// <param name="zero">The dip with the ramps at rest.</param>
    /// <param name="zeroBoundMetres">The bound for it.</param>
    public static ProtocolAnswer Answer(
        AdaptivePlan done, RoundTripMeasurement measurement, DipEstimate zero, double zeroBoundMetres)
    {
        DipEstimate dip = done.Estimate!;
        RoundTripOffset tau = RoundTripOffset.From(dip, new RoundTripCalibration
        {
            RateMetresPerSecond = measurement.RateNanometresPerSecond * 1e-9,
            RateRelativeStandardError = measurement.RateRelativeStandardError,
            ScaleRelativeStandardError = measurement.ScaleRelativeStandardError,
            PositionErrorMetresRms = measurement.PositionErrorMetresRms,
            ZeroMetres = zero.Model.CentreMetres,
            ZeroStandardErrorMetres = zero.CentreStandardErrorMetres,
        });
        double picosecondsPerMetre = 1e12 / (4 * Math.Abs(measurement.RateMetresPerSecond));
        double coincidences = done.Samples.Sum(sample => (double)sample.Coincidences);
        return new ProtocolAnswer
        {
            IsSimulated = false,
            OffsetPicoseconds = tau.OffsetFemtoseconds * 1e-3,
            StandardErrorPicoseconds = tau.StandardErrorPicoseconds,
            BoundPicoseconds = picosecondsPerMetre * double.Hypot(BoundMetres(done, measurement), zeroBoundMetres),
            ErrorParts =
            [
                new("counting", tau.CountingPicoseconds),
                new("zero", tau.ZeroPicoseconds),
                new("rampRate", tau.RatePicoseconds),
                new("delayScale", tau.ScalePicoseconds),
                new("delayPosition", tau.PositionPicoseconds),
            ],
            Quantities =
            [
                new("centre", dip.Model.CentreMetres, dip.CentreStandardErrorMetres, "m"),
                new("zero", zero.Model.CentreMetres, zero.CentreStandardErrorMetres, "m"),
                new("visibility", dip.Model.Visibility, dip.VisibilityStandardError, "1"),
                new("plateau", dip.Model.Plateau, dip.PlateauStandardError, "1/s"),
                new("width", dip.Model.WidthMetres, measurement.IsWidthKnown ? double.NaN : dip.WidthStandardErrorMetres, "m"),
                new("coincidences", coincidences, double.NaN, "1"),
                new("searchShare", done.SearchExposure / done.Samples.Sum(sample => sample.Exposure), double.NaN, "1"),
                new("fitPValue", PValue(dip), double.NaN, "1"),
            ],
            Curves = [DipCurve.Of("counted, ramps running", done.Samples, dip.Model)],
        };
    }

    private static double PValue(DipEstimate dip) =>
        dip.DegreesOfFreedom < 1 ? 1 : ChiSquare.Exceeding(dip.Deviance, dip.DegreesOfFreedom);
}
