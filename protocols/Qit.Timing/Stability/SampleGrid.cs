namespace Qit.Timing.Stability;

/// <summary>Puts time-stamped measurements on an even grid, NaN where none has come, so that gaps are gaps.</summary>
public static class SampleGrid
{
    /// <summary>Farthest that a time may lie from its place, in spacings: further, the data are not evenly spaced, and what
    /// is computed from them would depend on where they are put.</summary>
    public const double Tolerance = 0.1;

    /// <summary>Farthest that the spacing may be from the true one, of itself.</summary>
    public const double LargestSpacingError = 0.01;

    /// <summary>Most places of a grid.</summary>
    public const int MostPlaces = 1 << 28;

    /// <summary>The spacing of neighbours without a gap between them: the mean of the differences that are within half of
    /// their median.</summary>
    /// <param name="times">Growing times, at least 2.</param>
    public static double Spacing(ReadOnlySpan<double> times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times.Length, 2);
        var differences = new double[times.Length - 1];
        for (int index = 0; index < differences.Length; index++) differences[index] = times[index + 1] - times[index];
        Array.Sort(differences);
        double median = differences[differences.Length / 2];
        return differences.Where(one => Math.Abs(one - median) <= Math.Abs(median) / 2).Average();
    }

    /// <summary>The measurements on the grid that begins at the first of them.</summary>
    /// <param name="times">Growing times in seconds.</param>
    /// <param name="values">A measurement for each time.</param>
    /// <param name="spacingSeconds">Spacing of the grid, above 0.</param>
    /// <exception cref="SampleGridException">A time is not above the one before, is off the grid, shows another spacing, or
    /// is so far away that the grid would have more than <see cref="MostPlaces"/>.</exception>
    public static double[] Place(ReadOnlySpan<double> times, ReadOnlySpan<double> values, double spacingSeconds)
    {
        if (times.Length != values.Length)
            throw new ArgumentException("must be as many as the times", nameof(values));
        if (!(spacingSeconds > 0 && double.IsFinite(spacingSeconds)))
            throw new ArgumentOutOfRangeException(nameof(spacingSeconds), spacingSeconds, "must be above 0");
        if (times.Length == 0) return [];
        double last = Math.Round((times[^1] - times[0]) / spacingSeconds);
        if (!(last < MostPlaces))
        {
            throw new SampleGridException(
                times.Length - 1, $"is {last:G6} spacings of {spacingSeconds:G6} s after the first; "
                + $"right would be fewer than {MostPlaces}");
        }

        var placed = new double[(int)Math.Max(0, last) + 1];
        Array.Fill(placed, double.NaN);
        int before = -1;
        double drift = 0;
        for (int index = 0; index < times.Length; index++)
        {
            double place = (times[index] - times[0]) / spacingSeconds;
            // A spacing that is not quite the true one moves all later times: each step is judged by itself.
            double rounded = Math.Round(place - drift);
            double off = place - drift - rounded;
            if (!(Math.Abs(off) <= Tolerance))
            {
                throw new SampleGridException(
                    index, $"is {off:+0.00;-0.00} spacings of {spacingSeconds:G6} s off the even grid of those before; "
                    + $"right would be at most {Tolerance}");
            }

            if (rounded <= before)
                throw new SampleGridException(index, "is not after the one before; right would be growing times");
            before = (int)rounded;
            if (before >= placed.Length) Array.Resize(ref placed, before + 1);
            placed[before] = values[index];
            drift += off;
            if (!(Math.Abs(drift) <= Tolerance + (LargestSpacingError * rounded)))
            {
                throw new SampleGridException(
                    index, $"shows a spacing of {(times[index] - times[0]) / rounded:G6} s, not {spacingSeconds:G6} s");
            }
        }

        return placed.Length == before + 1 ? placed : placed[..(before + 1)];
    }
}

/// <summary>Times that do not lie on an even grid.</summary>
/// <param name="index">Index of the time that is wrong.</param>
/// <param name="problem">What is wrong with it, to stand after "the time".</param>
public sealed class SampleGridException(int index, string problem) : Exception($"time {index} {problem}")
{
    /// <summary>Index of the time that is wrong.</summary>
    public int Index { get; } = index;

    /// <summary>What is wrong with it, to stand after "the time".</summary>
    public string Problem { get; } = problem;
}
