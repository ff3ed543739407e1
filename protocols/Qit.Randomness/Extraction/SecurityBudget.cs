namespace Qit.Randomness.Extraction;

/// <summary>
/// How the errors of certification and extraction add up to the distance of the output from uniform bits that nobody
/// else knows, in half the trace norm, weighted with the probability of acceptance.
/// </summary>
/// <remarks>
/// Either a run is accepted with probability below eps_EA, and then the weighted distance is below eps_EA; or the
/// entropy bound holds (entropy accumulation, arXiv 1805.11652), and the leftover hash lemma against quantum side
/// information (Tomamichel, Schaffner, Smith, Renner, IEEE Trans. Inf. Theory 57, 5524, 2011) with the triangle
/// inequality for the smoothed state and for its marginal gives 2 eps_s + eps_ext. The distance is max(eps_EA, 2 eps_s
/// + eps_ext), which is at most eps_s + eps_EA + eps_ext when eps_s does not exceed eps_EA; hence that condition.
/// </remarks>
public sealed record SecurityBudget
{
    /// <summary>Adds up the errors.</summary>
    /// <param name="smoothingError">eps_s, in (0, 1), at most eventError.</param>
    /// <param name="eventError">eps_EA, in (0, 1).</param>
    /// <param name="extractionError">eps_ext, in (0, 1).</param>
    /// <exception cref="ArgumentException">An error is outside (0, 1), or eps_s exceeds eps_EA.</exception>
    public SecurityBudget(double smoothingError, double eventError, double extractionError)
    {
        Check(smoothingError, nameof(smoothingError));
        Check(eventError, nameof(eventError));
        Check(extractionError, nameof(extractionError));
        if (smoothingError > eventError)
        {
            throw new ArgumentException(
                $"The smoothing error {smoothingError} exceeds the event error {eventError}; "
                + "the sum of the errors is proved only for a smaller one.",
                nameof(smoothingError));
        }
        SmoothingError = smoothingError;
        EventError = eventError;
        ExtractionError = extractionError;
    }

    /// <summary>eps_s of the smooth min-entropy.</summary>
    public double SmoothingError { get; }

    /// <summary>eps_EA of the accepting event.</summary>
    public double EventError { get; }

    /// <summary>eps_ext of the extractor.</summary>
    public double ExtractionError { get; }

    /// <summary>
    /// eps_s + eps_EA + eps_ext: soundness error of one run. Multiply by the attempts when runs are repeated until one
    /// is accepted, and add over blocks whose outputs are used together.
    /// </summary>
    public double TotalError => SmoothingError + EventError + ExtractionError;

    private static void Check(double error, string name)
    {
        if (!(error > 0 && error < 1))
            throw new ArgumentOutOfRangeException(name, error, "An error lies between 0 and 1, both excluded.");
    }
}
