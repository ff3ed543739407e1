namespace Qit.Agent.TimeService.Client;

/// <summary>An answer as the asker has it.</summary>
/// <param name="Answer">What came.</param>
/// <param name="RoundTripSeconds">From before the question was sent until the answer was there, by the asker's steady clock:
/// the answer was made within it, so this is the most that it can be old.</param>
public sealed record TimedAnswer(TimeAnswer Answer, double RoundTripSeconds)
{
    private const double PicosecondsPerSecond = 1e12;

    /// <summary>By how much the offset can have moved since the answer was made, ps; 0 for a refusal.</summary>
    public double MovedAtMostPicoseconds
    {
        get
        {
            double frequency = Math.Abs(Answer.FrequencyOffsetPartsPerBillion ?? 0)
                + (Answer.FrequencyOffsetUncertaintyPartsPerBillion ?? 0);
            return frequency * 1e-9 * RoundTripSeconds * PicosecondsPerSecond;
        }
    }

    /// <summary>Why it cannot be used, for a person; null when it can.</summary>
    /// <param name="acceptSimulated">True when simulated devices are good enough.</param>
    public string? FindFault(bool acceptSimulated)
    {
        if (Answer.Status != TimeAnswer.Valid)
            return $"refused ({Answer.Refusal}): {Answer.Reason}";
        if (Answer.ValidForSeconds < RoundTripSeconds)
        {
            return FormattableString.Invariant(
                $"valid for {Answer.ValidForSeconds:G3} s when it was made, and it took up to {RoundTripSeconds:G3} s to come");
        }
        return Answer.Simulated && !acceptSimulated
            ? "an answer of simulated devices, which tells nothing about any clock; --accept-simulated takes it"
            : null;
    }
}
