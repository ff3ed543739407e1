namespace Qit.Timing.TwoWay;

/// <summary>What all fringes of one station have in common: clicks behind the plus port are Poisson with mean
/// live (a + b cos step - c sin step), those behind the minus port with mean live r (a - k (b cos step - c sin step)).
/// Dark counts make k differ from 1, and cost visibility.</summary>
/// <param name="PortRatio">r: efficiency of the minus port over that of the plus port.</param>
/// <param name="ContrastRatio">k: visibility behind the minus port over that behind the plus port.</param>
/// <param name="StepRadians">Phase of each step; the first is 0.</param>
/// <param name="DeadTimeSeconds">Time after a click in which a detector is blind: so much less than the live time it has been
/// waiting for light.</param>
public sealed record PortModel(double PortRatio, double ContrastRatio, IReadOnlyList<double> StepRadians, double DeadTimeSeconds)
{
    /// <summary>Number of parameters: the two ratios, and each step but the first.</summary>
    public int Parameters => 1 + StepRadians.Count;

    /// <summary>The fringe as samples whose phase <see cref="FringePhase"/> finds.</summary>
    public Fringe Apply(PortFringe fringe)
    {
        var samples = new FringeSample[2 * fringe.Steps.Count];
        for (int step = 0; step < fringe.Steps.Count; step++)
        {
            PortSample sample = fringe.Steps[step];
            samples[2 * step] = new FringeSample(StepRadians[step], Waiting(sample.LiveSeconds, sample.Plus), sample.Plus);
            samples[(2 * step) + 1] = new FringeSample(
                StepRadians[step], PortRatio * Waiting(sample.LiveSeconds, sample.Minus), sample.Minus, -ContrastRatio);
        }

        return new Fringe(fringe.RateMetresPerSecond, fringe.TimeSeconds, samples);
    }

    /// <summary>The parameters as a vector: port ratio, contrast ratio, steps from the second on.</summary>
    public double[] ToVector() => [PortRatio, ContrastRatio, .. StepRadians.Skip(1)];

    /// <summary>The same with other parameters.</summary>
    public PortModel With(double[] vector) =>
        this with { PortRatio = vector[0], ContrastRatio = vector[1], StepRadians = [0, .. vector[2..]] };

    internal double Waiting(double live, long clicks) => live - (clicks * DeadTimeSeconds);
}
