namespace Qit.Randomness.Bell;

/// <summary>
/// All distributions of the pair of settings that a bias bound allows: the convex hull of the four products of
/// (1/2 - e, 1/2 + e) at either station. Immutable.
/// </summary>
public sealed class SettingsPolytope
{
    private readonly double[][] vertices;

    /// <summary>The polytope of a bias bound.</summary>
    /// <param name="bias">
    /// e: largest |p(setting = 1 | past) - 1/2| at either station, the two independent given the past; in [0, 1/2).
    /// </param>
    public SettingsPolytope(double bias)
    {
        double q = LocalRealismTest.LeastSettingProbability(bias);
        double p = 0.5 + bias;
        Bias = bias;
        vertices = bias == 0
            ? [[0.25, 0.25, 0.25, 0.25]]
            : [[p * p, p * q, p * q, q * q], [p * q, q * q, p * p, p * q],
               [p * q, p * p, q * q, p * q], [q * q, p * q, p * q, p * p]];
    }

    /// <summary>The bias bound e.</summary>
    public double Bias { get; }

    /// <summary>The extreme distributions, each p(xy) at 2x + y: one without bias, else four.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Vertices => vertices;
}
