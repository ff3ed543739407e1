// Decides what a clock may be steered by. A clock that coasts is off by its own noise; one that follows a wrong sample is
// off by as much as the sample. So every doubt refuses.
using Qit.Agent.Configuration;

namespace Qit.Agent.TimeService.ChronyRefclock;

/// <summary>Why a correction is not fed, for programs and for people.</summary>
/// <param name="Code">One of <see cref="TimeRefusals"/> or the codes of <see cref="ChronyGate"/>.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record FeedRefusal(string Code, string Reason);

/// <summary>Lets corrections through to chronyd, or says why not. Not safe for several threads.</summary>
/// <param name="configuration">Limits.</param>
internal sealed class ChronyGate(ChronyConfiguration configuration)
{
    /// <summary>Devices are simulated, and the configuration does not accept that.</summary>
    public const string Simulated = "simulated";

    /// <summary>Without photons for longer than allowed.</summary>
    public const string Holdover = "holdover";

    /// <summary>The offset jumped.</summary>
    public const string Jump = "jump";

    private const double JumpSigmas = 6;

    private Level? accepted;
    private Level? candidate;
    private double candidateSince;

    /// <summary>Null when the correction may be fed, which is then what the next one is held against.</summary>
    /// <param name="correction">A correction that the source gave.</param>
    /// <param name="nowSeconds">Time of the gateway's steady clock, seconds.</param>
    public FeedRefusal? Judge(TimeCorrection correction, double nowSeconds)
    {
        ExtrapolatedOffset offset = correction.Offset;
        if (correction.IsSimulated && !configuration.AcceptSimulated)
        {
            return new FeedRefusal(Simulated,
                "the offset is one of simulated devices, and timeService.chrony.acceptSimulated is false");
        }
        if (correction.Security.Status == SecurityStatus.Failed)
            return new FeedRefusal(TimeRefusals.Security, correction.Security.Reason);
        if (!double.IsFinite(offset.Picoseconds + offset.Frequency + offset.UncertaintyPicoseconds))
            return new FeedRefusal(TimeRefusals.NotFinite, "the offset or its uncertainty is not a finite number");
        if (!(offset.UncertaintyPicoseconds <= configuration.MaximumUncertaintyPicoseconds))
        {
            return new FeedRefusal(TimeRefusals.Uncertain, FormattableString.Invariant(
                $"the standard uncertainty is {offset.UncertaintyPicoseconds:G4} ps, ")
                + FormattableString.Invariant($"the limit {configuration.MaximumUncertaintyPicoseconds:G4} ps"));
        }
        if (correction.State != TimeState.Tracking
            && !(correction.HoldoverSeconds <= configuration.MaximumHoldoverSeconds))
        {
            return new FeedRefusal(Holdover, FormattableString.Invariant(
                $"no photons for {correction.HoldoverSeconds:0.0} s; ")
                + FormattableString.Invariant($"predictions are fed for {configuration.MaximumHoldoverSeconds:G4} s"));
        }
        return JudgeJump(new Level(offset, nowSeconds));
    }

    private FeedRefusal? JudgeJump(Level level)
    {
        double off = accepted?.Difference(level) ?? 0;
        if (accepted is null || Math.Abs(off) <= Allowed(accepted, level))
        {
            accepted = level;
            candidate = null;
            return null;
        }
        bool agrees = candidate is not null && Math.Abs(candidate.Difference(level)) <= Allowed(candidate, level);
        if (!agrees)
            candidateSince = level.Seconds;
        candidate = level;
        double held = level.Seconds - candidateSince;
        if (held >= configuration.JumpHoldSeconds)
        {
            accepted = level;
            candidate = null;
            return null;
        }
        return new FeedRefusal(Jump, FormattableString.Invariant(
            $"the offset jumped by {off / 1000:G6} ns; believed when it stays for ")
            + FormattableString.Invariant($"{configuration.JumpHoldSeconds:G4} s ({held:0} s so far)"));
    }

    private double Allowed(Level before, Level now) => configuration.MaximumJumpPicoseconds
        + (JumpSigmas * before.DifferenceUncertainty(now));

    private sealed record Level(ExtrapolatedOffset Offset, double Seconds)
    {
        private const double PicosecondsPerSecond = 1e12;

        /// <summary>A later offset minus what this one predicts, ps.</summary>
        public double Difference(Level later) => later.Offset.Picoseconds - Offset.Picoseconds
            - (Offset.Frequency * (later.Seconds - Seconds) * PicosecondsPerSecond);

        /// <summary>Standard uncertainty of that, ps; the path's part is common to both.</summary>
        public double DifferenceUncertainty(Level later)
        {
            double frequency = Offset.FrequencyUncertainty * (later.Seconds - Seconds) * PicosecondsPerSecond;
            return Math.Sqrt(Own(Offset) + Own(later.Offset) + (frequency * frequency));
        }

        private static double Own(ExtrapolatedOffset offset) =>
            (offset.StatisticalPicoseconds * offset.StatisticalPicoseconds) + (offset.AgePicoseconds * offset.AgePicoseconds);
    }
}
