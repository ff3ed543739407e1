namespace Qit.Randomness.Certification;

/// <summary>
/// What settings that are not quite fair change. With each station's setting within e of 1/2, as the adversary knows it, every
/// pair of settings has at least probability (1/2 - e)^2. A device that loses the CHSH game with probability l under those
/// settings therefore loses with at most l / (1 - 2e)^2 under uniform ones, and the entropy of one party's outcome is
/// bounded, for either setting, by g at that uniform winning probability. As a function of l the bound keeps its shape, with the
/// slope multiplied.
/// </summary>
/// <remarks>
/// The lean may depend on the adversary's knowledge and on earlier settings, not on earlier outcomes of the devices: the
/// Markov condition of entropy accumulation.
/// </remarks>
public static class SettingsBias
{
    /// <summary>1 / (1 - 2 e)^2: losses under uniform settings over losses observed, at most.</summary>
    /// <param name="bias">e, 0 up to but not including 1/2.</param>
    public static double LossFactor(double bias)
    {
        if (!(bias >= 0 && bias < 0.5))
            throw new ArgumentOutOfRangeException(nameof(bias), bias, "A settings bias lies in [0, 1/2).");
        double least = 1 - (2 * bias);
        return 1 / (least * least);
    }
}
