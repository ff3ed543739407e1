namespace Qit.Timing.Acquisition;

/// <summary>A place in the coarse search that stands out of its neighbourhood.</summary>
/// <param name="Score">Height above the local floor in its standard deviations.</param>
/// <param name="Lag">Lag in bins; the peak lies in this lag or the next.</param>
/// <param name="Skew">Skew it was found at.</param>
/// <param name="Floor">Local floor, pairs in two bins.</param>
public readonly record struct Candidate(double Score, int Lag, double Skew, double Floor);

/// <summary>The best few candidates of a coarse search, best first. Neighbouring lags count as one.</summary>
public sealed class CandidateList(int capacity)
{
    private const int FloorHalfWidth = 128;
    private const int Guard = 3;
    private readonly List<Candidate> best = new(capacity + 1);

    /// <summary>Candidates so far, best first.</summary>
    public IReadOnlyList<Candidate> Best => best;

    /// <summary>Score below which a peak is not looked at any closer.</summary>
    public double CutScore => best.Count < capacity ? 0 : best[^1].Score;

    /// <summary>Highest local floor met, pairs in two bins.</summary>
    public double HighestFloor { get; private set; }

    /// <summary>Scores every pair of neighbouring bins of a circular correlation against the floor around it, which
    /// may vary slowly, and keeps the best.</summary>
    /// <param name="counts">Correlation, at least 1024 bins.</param>
    /// <param name="skew">Skew the correlation was summed at.</param>
    /// <param name="firstLag">First lag that stands for a searched offset.</param>
    /// <param name="lags">Number of such lags, circularly from the first; at most all.</param>
    public void Scan(ReadOnlySpan<float> counts, double skew, int firstLag, int lags)
    {
        int bins = counts.Length;
        int mask = bins - 1;
        double wide = 0;
        for (int near = -FloorHalfWidth; near <= FloorHalfWidth; near++) wide += counts[(firstLag + near) & mask];
        double narrow = 0;
        for (int near = -Guard; near <= Guard; near++) narrow += counts[(firstLag + near) & mask];
        const double FloorBins = (2 * FloorHalfWidth) - (2 * Guard);
        for (int index = 0; index < lags; index++)
        {
            int lag = (firstLag + index) & mask;
            double floor = Math.Max(2 * (wide - narrow) / FloorBins, 2 / FloorBins);
            if (floor > HighestFloor) HighestFloor = floor;
            double score = (counts[lag] + counts[(lag + 1) & mask] - floor) / Math.Sqrt(floor);
            if (score > CutScore) Insert(new Candidate(score, lag, skew, floor), bins);
            wide += counts[(lag + FloorHalfWidth + 1) & mask] - counts[(lag - FloorHalfWidth) & mask];
            narrow += counts[(lag + Guard + 1) & mask] - counts[(lag - Guard) & mask];
        }
    }

    private void Insert(Candidate candidate, int bins)
    {
        for (int index = 0; index < best.Count; index++)
        {
            int distance = Math.Abs(best[index].Lag - candidate.Lag);
            if (Math.Min(distance, bins - distance) > 2) continue;
            if (best[index].Score >= candidate.Score) return;
            best.RemoveAt(index--);
        }

        int place = best.FindIndex(other => other.Score < candidate.Score);
        best.Insert(place < 0 ? best.Count : place, candidate);
        if (best.Count > capacity) best.RemoveAt(capacity);
    }
}
