using Qit.Randomness.Statistics;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Bell;

/// <summary>
/// A p-value against local realism that adapts to the device and stays valid with memory, with drift and at any time of
/// stopping: each segment is scored by a factor fitted to the segments before it, and only then joins what the next factor is
/// fitted to (Zhang, Glancy, Knill 2011). The first segment is for training alone.
/// </summary>
/// <remarks>
/// <para>
/// Under local realism the evidence, the product of the factors, is a supermartingale that starts at 1, whatever the devices
/// remember; by Ville's inequality the largest value it ever had exceeds 1/p with probability at most p. Segments may end
/// when one likes.
/// </para>
/// <para>
/// Trials cannot be scored by a factor that has seen them: segments come in the order of their numbers, and a number that has
/// passed is refused. Trial numbers passed over are charged with the least value of the factor in force, the worst that the
/// missing trials can have done: leaving trials out never helps a device.
/// </para>
/// </remarks>
public sealed class PredictionBasedRatioTest
{
    private readonly double leastTrainingGain;
    private double largestEvidence;

    /// <summary>Starts a test before the first trial.</summary>
    /// <param name="settings">What is assumed about the settings of all trials.</param>
    /// <param name="leastTrainingGainNats">
    /// A factor bets only when the gain it promises on what it was fitted to is at least this, at least 0. The fit has eight
    /// free parameters and promises about half a nat too much for each, twice over when it is used; so 8 by default. It
    /// changes the power only, never the validity.
    /// </param>
    public PredictionBasedRatioTest(SettingsPolytope settings, double leastTrainingGainNats = 8)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!(leastTrainingGainNats >= 0))
            throw new ArgumentOutOfRangeException(nameof(leastTrainingGainNats), leastTrainingGainNats,
                "A gain to wait for is at least 0.");
        Settings = settings;
        leastTrainingGain = leastTrainingGainNats;
    }

    /// <summary>What is assumed about the settings.</summary>
    public SettingsPolytope Settings { get; }

    /// <summary>The factor that will score the next segment, fixed now.</summary>
    public BellTestFactor Factor { get; private set; } = BellTestFactor.Neutral;

    /// <summary>Everything seen: what the factor was fitted to.</summary>
    public TrialCounts Seen { get; private set; } = TrialCounts.Empty;

    /// <summary>Least number that the next segment may begin with.</summary>
    public long NextTrial { get; private set; }

    /// <summary>Trial numbers passed over after the first segment.</summary>
    public long MissingTrials { get; private set; }

    /// <summary>Natural logarithm of the evidence now; it may fall.</summary>
    public double LnEvidence { get; private set; }

    /// <summary>log10 of the p-value, at most 0, from the largest evidence at the end of any segment.</summary>
    public double Log10PValue => 0 - (largestEvidence / BinomialTail.Ln10); // no negative zero

    /// <summary>Scores a segment by the factor fixed before it, then fits the next factor to all that was seen.</summary>
    /// <exception cref="ArgumentException">
    /// The segment begins with trials that have passed: they were seen by the factor that would judge them.
    /// </exception>
    public void Add(TrialSegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment.Counts);
        if (segment.FirstTrial < NextTrial)
            throw new ArgumentException(
                $"The segment begins with trial {segment.FirstTrial}, but trials up to {NextTrial - 1} have been seen; "
                + "trials are judged in order and once.", nameof(segment));
        long missing = Seen.Total == 0 ? 0 : segment.FirstTrial - NextTrial;
        MissingTrials += missing;
        if (missing > 0) LnEvidence += missing * Factor.LnLeast;
        LnEvidence += Factor.LnScore(segment.Counts);
        largestEvidence = Math.Max(largestEvidence, LnEvidence);
        NextTrial = segment.NextTrial;
        Seen += segment.Counts;
        TrainedFactor trained = PredictionBasedRatio.Train(Seen, Settings);
        Factor = trained.GainNats * Seen.Total >= leastTrainingGain ? trained.Factor : BellTestFactor.Neutral;
    }
}
