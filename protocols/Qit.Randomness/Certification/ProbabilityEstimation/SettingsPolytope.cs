namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// The distributions of the settings z = 2x + y of a trial, given all that came before, when each station's setting is
/// within a bias of 1/2 and the two are independent given that: their convex hull has four extreme points.
/// </summary>
public static class SettingsPolytope
{
    /// <summary>The extreme points, one when the bias is 0.</summary>
    /// <param name="bias">Largest |p - 1/2| of a setting, 0 up to but not including 1/2.</param>
    public static double[][] Vertices(double bias)
    {
        if (!(bias >= 0 && bias < 0.5))
            throw new ArgumentOutOfRangeException(nameof(bias), bias, "A settings bias lies in [0, 1/2).");
        if (bias == 0) return [[0.25, 0.25, 0.25, 0.25]];
        double p = 0.5 + bias;
        double q = 0.5 - bias;
        return
        [
            [p * p, p * q, q * p, q * q], [p * q, p * p, q * q, q * p],
            [q * p, q * q, p * p, p * q], [q * q, q * p, p * q, p * p],
        ];
    }
}
