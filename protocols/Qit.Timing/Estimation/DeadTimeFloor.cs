// Dead time puts a step into the floor exactly under the peak. Take an accidental pair of a tag of A and a later one of B:
// had the partner of A's tag been detected at B, B would have been dead, so these accidentals are missing by the share
// eta of A's tags whose partner is detected. Accidentals on the other side of the peak are missing by the share of B's
// tags whose partner A detected. The step sits where the partner would have come, so it has the form of the peak's
// cumulative distribution. Shares differ when rates or losses do; unmodelled, the step would draw the peak to the side of
// the poorer detector by more than the standard error as soon as there are 1e5 coincidences. It follows from the counts,
// so it costs no parameter. All within the dead time; windows wider than that end there.
namespace Qit.Timing.Estimation;

/// <summary>Form of the floor of two detectors with dead time.</summary>
/// <param name="EarlyShare">Share of accidentals missing before the peak.</param>
/// <param name="LateShare">Share missing after it.</param>
internal readonly record struct DeadTimeFloor(double EarlyShare, double LateShare)
{
    /// <summary>Shares from counts.</summary>
    /// <param name="coincidences">Pairs in the peak.</param>
    /// <param name="tagsA">Tags of A that the pairs were looked for with.</param>
    /// <param name="tagsB">Tags of B.</param>
    /// <param name="deadA">Share of time that A is dead. A partner is looked for only at a detector that is ready.</param>
    /// <param name="deadB">Share of time that B is dead.</param>
    public static DeadTimeFloor Of(double coincidences, double tagsA, double tagsB, double deadA, double deadB) => new(
        Math.Min(0.9, coincidences / (tagsB * (1 - deadA))),
        Math.Min(0.9, coincidences / (tagsA * (1 - deadB))));

    /// <summary>Fills the form with mean 1: 1 - early share before the peak, 1 - late share after it.</summary>
    public void Fill(double[] form, ResidualBins bins, double centre, in PeakResponse response)
    {
        double sum = 0;
        for (int bin = 0; bin < bins.Count; bin++)
        {
            double x = ((bin + 0.5) * bins.BinPicoseconds) - bins.HalfWindowPicoseconds;
            double after = PeakShape.Cumulative(x - centre, response);
            form[bin] = 1 - EarlyShare + ((EarlyShare - LateShare) * after);
            sum += form[bin];
        }

        for (int bin = 0; bin < bins.Count; bin++) form[bin] *= bins.Count / sum;
    }
}
