namespace Qit.Hal.Simulation;

/// <summary>Kinds of light (ITU-T FG QIT4N D1.2, Appendix II). Squeezed light meets no photon detector and is a twin of its own:
/// <see cref="SqueezedLight"/>.</summary>
public static class LightSourceKind
{
    /// <summary>Pairs at Poisson times: SPDC of so many modes that none is filled twice.</summary>
    public const string Poisson = "poisson";

    /// <summary>Spontaneous parametric down-conversion: pairs proportional to the pump, thermal to Poisson by the number of
    /// modes.</summary>
    public const string Spdc = "spdc";

    /// <summary>Spontaneous four-wave mixing: pairs proportional to the square of the pump, with Raman noise of its own.
    /// </summary>
    public const string Sfwm = "sfwm";

    /// <summary>Attenuated laser: Poisson photon numbers, P_n = mu^n e^-mu / n!, one beam split to both stations.</summary>
    public const string WeakCoherent = "weak-coherent";

    /// <summary>Pulsed two-level emitter: at most one photon a lifetime but for g2(0), one beam split to both stations.</summary>
    public const string TwoLevel = "two-level";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Poisson, Spdc, Sfwm, WeakCoherent, TwoLevel];

    /// <summary>The names, separated by commas.</summary>
    public static string Accepted { get; } = string.Join(", ", All);

    /// <summary>True where each emission is a photon pair.</summary>
    /// <param name="kind">One of <see cref="All"/>.</param>
    public static bool HasPairs(string kind) => kind is Poisson or Spdc or Sfwm;
}
