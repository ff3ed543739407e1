namespace Qit.Timing.Monitoring;

/// <summary>One comparison's change.</summary>
internal readonly record struct PairChange(int Low, int High, PhaseChange Change)
{
    public double Deviate => Change.Seconds / Change.Sigma;
}

/// <summary>A clock that changed (High is -1) or a comparison that did, and by how much.</summary>
internal readonly record struct Culprit(int Low, int High)
{
    public bool IsClock => High < 0;

    public uint Stations => (1u << Low) | (IsClock ? 0 : 1u << High);

    /// <summary>By how much a change of 1 of this moves a comparison, lower minus higher station.</summary>
    public int Effect(PairChange pair) => IsClock
        ? pair.Low == Low ? 1 : pair.High == Low ? -1 : 0
        : pair.Low == Low && pair.High == High ? 1 : 0;
}

/// <summary>One culprit of an explanation with the size of its change and the votes.</summary>
internal readonly record struct Finding(Culprit Culprit, double Seconds, double Sigma, int Against, int Witnesses);

/// <summary>What explains the changes of all comparisons; no finding if several explanations are as good.</summary>
internal sealed record Verdict(IReadOnlyList<Finding> Findings, uint Suspects);

/// <summary>
/// The majority vote: of all sets of at most two changed clocks or comparisons, the one with the fewest members that leaves
/// the least squares unexplained, if none other comes near. With equal errors this is the decision of the majority; a
/// comparison too noisy to show the change has no weight, and a missing one no vote.
/// </summary>
internal static class Explanation
{
    // Likelihood ratio exp(9/2) = 90 between two explanations of as many members.
    private const double Margin = 9;

    // A second member must explain a change of 5 standard deviations of a comparison. All comparisons of a clock share its
    // noise, so that many of them are not more evidence than one: the cost grows with their number.
    private const double MemberCost = 25;
    private const double LinkSigmas = 4;
    private const double WitnessSigmas = 4;
    private const int MostLinks = 16;

    /// <summary>Explains.</summary>
    /// <param name="changes">At most one of any two stations.</param>
    /// <param name="stations">Number of stations.</param>
    /// <param name="residualSigmas">An explanation that leaves a larger deviation than this is none.</param>
    public static Verdict Find(List<PairChange> changes, int stations, double residualSigmas)
    {
        List<Culprit> candidates = Candidates(changes, stations);
        double[] pooled = [.. candidates.Select(one => Pooled(one, changes))];
        var costs = new List<(Culprit[] Members, double Cost)>();
        for (int i = 0; i < candidates.Count; i++)
        {
            costs.Add(([candidates[i]], Unexplained([candidates[i]], changes)));
            for (int j = 0; j < i; j++)
            {
                Culprit[] both = [candidates[j], candidates[i]];
                costs.Add((both, Unexplained(both, changes) + (MemberCost * Math.Max(pooled[i], pooled[j]))));
            }
        }

        costs.RemoveAll(one => !double.IsFinite(one.Cost));
        costs.Sort((one, other) => one.Cost.CompareTo(other.Cost));
        if (costs.Count == 0) return new Verdict([], 0);
        (Culprit[] best, double least) = costs[0];
        uint suspects = 0;
        foreach ((Culprit[] members, double cost) in costs.TakeWhile(one => one.Cost - least < Margin))
            suspects |= members.Aggregate(0u, (all, one) => all | one.Stations);
        bool isClear = costs.Count == 1 || costs[1].Cost - least >= Margin;
        double[] sizes = Fit(best, changes, out double[] sigmas)!;
        foreach (PairChange pair in changes)
            isClear &= Math.Abs(Rest(best, sizes, pair)) <= residualSigmas * pair.Change.Sigma;
        return new Verdict(isClear ? Describe(best, sizes, sigmas, changes) : [], suspects);
    }

    private static List<Culprit> Candidates(List<PairChange> changes, int stations)
    {
        List<Culprit> candidates = [.. Enumerable.Range(0, stations)
            .Where(station => changes.Exists(pair => pair.Low == station || pair.High == station))
            .Select(station => new Culprit(station, -1))];
        candidates.AddRange(changes.Where(pair => Math.Abs(pair.Deviate) > LinkSigmas)
            .OrderByDescending(pair => Math.Abs(pair.Deviate)).Take(MostLinks)
            .Select(pair => new Culprit(pair.Low, pair.High)));
        return candidates;
    }

    private static double Unexplained(Culprit[] members, List<PairChange> changes)
    {
        if (Fit(members, changes, out _) is not double[] sizes) return double.NaN;
        double cost = 0;
        foreach (PairChange pair in changes)
        {
            double rest = Rest(members, sizes, pair) / pair.Change.Sigma;
            cost += rest * rest;
        }

        return cost;
    }

    /// <summary>Weight of all comparisons of a member over that of the best.</summary>
    private static double Pooled(Culprit member, List<PairChange> changes)
    {
        double sum = 0;
        double best = 0;
        foreach (PairChange pair in changes)
        {
            if (member.Effect(pair) == 0) continue;
            double weight = 1 / (pair.Change.Sigma * pair.Change.Sigma);
            sum += weight;
            best = Math.Max(best, weight);
        }

        return sum / best;
    }

    private static double Rest(Culprit[] members, double[] sizes, PairChange pair)
    {
        double rest = pair.Change.Seconds;
        for (int index = 0; index < members.Length; index++) rest -= members[index].Effect(pair) * sizes[index];
        return rest;
    }

    /// <summary>Least-squares sizes of one or two members; null where the comparisons do not tell them apart.</summary>
    private static double[]? Fit(Culprit[] members, List<PairChange> changes, out double[] sigmas)
    {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ay = 0;
        double by = 0;
        foreach (PairChange pair in changes)
        {
            double weight = 1 / (pair.Change.Sigma * pair.Change.Sigma);
            int a = members[0].Effect(pair);
            int b = members.Length > 1 ? members[1].Effect(pair) : 0;
            aa += weight * a * a;
            ab += weight * a * b;
            bb += weight * b * b;
            ay += weight * a * pair.Change.Seconds;
            by += weight * b * pair.Change.Seconds;
        }

        sigmas = [1 / Math.Sqrt(aa)];
        if (members.Length == 1) return [ay / aa];
        double determinant = (aa * bb) - (ab * ab);
        sigmas = [Math.Sqrt(bb / determinant), Math.Sqrt(aa / determinant)];
        return determinant > 1e-9 * aa * bb
            ? [((bb * ay) - (ab * by)) / determinant, ((aa * by) - (ab * ay)) / determinant] : null;
    }

    private static Finding[] Describe(Culprit[] members, double[] sizes, double[] sigmas, List<PairChange> changes)
    {
        var findings = new Finding[members.Length];
        for (int index = 0; index < members.Length; index++)
        {
            int against = 0;
            int witnesses = 0;
            double size = sizes[index];
            foreach (PairChange pair in changes)
            {
                if (Math.Abs(size) < WitnessSigmas * pair.Change.Sigma) continue;
                witnesses++;
                if (members[index].Effect(pair) * pair.Change.Seconds * Math.Sign(size) > Math.Abs(size) / 2) against++;
            }

            findings[index] = new Finding(members[index], size, sigmas[index], against, witnesses);
        }

        return findings;
    }
}
