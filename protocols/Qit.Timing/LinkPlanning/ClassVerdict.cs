using Qit.Timing.Stability;

namespace Qit.Timing.LinkPlanning;

/// <summary>Whether an expected error meets a class.</summary>
/// <param name="Mask">The class.</param>
/// <param name="AllowedPicoseconds">Largest rms error that surely meets it.</param>
/// <param name="IsMet">True if the expected one is at most that.</param>
/// <remarks>A plan has an rms error and no record of errors, so the judgement is a sufficient one: three standard errors within
/// max|TE|, six within the lowest limit of MTIE (which no peak-to-peak of such errors passes more often than one in 370 of
/// them), one within the lowest limit of TDEV (which for white phase noise of that rms is at most the rms). Limits of a
/// recommendation are of a clock against universal time; the link transports the time of its other end.</remarks>
public readonly record struct ClassVerdict(TimingMask Mask, double AllowedPicoseconds, bool IsMet)
{
    private const double Sigmas = 3;

    /// <summary>Judges one class.</summary>
    /// <param name="mask">Its limits.</param>
    /// <param name="error">Expected error.</param>
    public static ClassVerdict Of(TimingMask mask, PlannedError error)
    {
        ArgumentNullException.ThrowIfNull(mask);
        double allowed = mask.MaximumTimeErrorNanoseconds / Sigmas ?? double.PositiveInfinity;
        if (mask.Mtie.Count > 0) allowed = Math.Min(allowed, Lowest(mask.Mtie) / (2 * Sigmas));
        if (mask.Tdev.Count > 0) allowed = Math.Min(allowed, Lowest(mask.Tdev));
        return new ClassVerdict(mask, allowed * 1000, error.Total <= allowed * 1000);
    }

    /// <summary>Every piece of a mask is constant or grows: its lowest value is at a lower bound.</summary>
    private static double Lowest(IReadOnlyList<MaskRow> rows) =>
        rows.Min(row => row.At(row.AboveSeconds > 0 ? Math.BitIncrement(row.AboveSeconds) : Math.Min(1e-3, row.UpToSeconds)));
}
