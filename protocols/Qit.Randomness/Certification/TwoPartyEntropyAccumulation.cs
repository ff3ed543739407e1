namespace Qit.Randomness.Certification;

/// <summary>
/// Entropy accumulation with the two-party entropy of the CHSH game: the choice among the proved bounds of
/// <see cref="TwoPartyChshEntropy"/> and the Renyi parameter that certifies most.
/// </summary>
public static class TwoPartyEntropyAccumulation
{
    /// <summary>The best bound for a run, before the run.</summary>
    /// <param name="trials">n, at least 1.</param>
    /// <param name="testProbability">gamma, above 0 up to 1.</param>
    /// <param name="lossFraction">Largest accepted losses / (gamma n).</param>
    /// <param name="smoothingError">eps_s, in (0, 1).</param>
    /// <param name="eventError">eps_EA, in (0, 1).</param>
    /// <param name="settingsBias">Bound on the settings' bias in test trials, see <see cref="SettingsBias"/>.</param>
    /// <returns>
    /// Bits, negative where nothing can be certified, the place of the bound in
    /// <see cref="TwoPartyChshEntropy.Tradeoffs"/>, and x = alpha - 1 from the grid 2^(-k/256), so that the choice is
    /// repeatable on every machine.
    /// </returns>
    public static (double Bits, int Tradeoff, double RenyiExcess) Optimize(
        long trials, double testProbability, double lossFraction, double smoothingError, double eventError,
        double settingsBias = 0)
    {
        (double Bits, int Tradeoff, double RenyiExcess) best = (double.NegativeInfinity, 0, 0);
        for (int i = 0; i < TwoPartyChshEntropy.Tradeoffs.Count; i++)
        {
            double At(int k) => EntropyAccumulationBound.Bits(
                trials, testProbability, lossFraction, smoothingError, eventError,
                TwoPartyChshEntropy.Tradeoffs[i], EntropyAccumulationBound.ExcessAt(k), settingsBias);
            int peak = EntropyAccumulationBound.Peak(256, 256 * 40, At);
            if (At(peak) > best.Bits) best = (At(peak), i, EntropyAccumulationBound.ExcessAt(peak));
        }
        return best;
    }
}
