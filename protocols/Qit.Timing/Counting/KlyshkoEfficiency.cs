namespace Qit.Timing.Counting;

/// <summary>
/// Efficiencies and pair rate of a pair source from its own counts, with no other standard: of the photons that B heralds,
/// the share that A detects is A's efficiency (D. N. Klyshko, Sov. J. Quantum Electron. 10, 1112 (1980)).
/// </summary>
/// <param name="EfficiencyA">True coincidences over B's singles less background: everything from source to tag.</param>
/// <param name="EfficiencyB">True coincidences over A's singles less background.</param>
/// <param name="PairsPerSecond">Pairs leaving the source: singles A times singles B over true coincidences.</param>
public sealed record KlyshkoEfficiency(
    ValueWithError EfficiencyA, ValueWithError EfficiencyB, ValueWithError PairsPerSecond)
{
    /// <summary>Errors take into account that coincidences are part of both singles; where every herald has its partner, one
    /// missed is assumed for the error.</summary>
    /// <param name="singlesA">Tags of A.</param>
    /// <param name="singlesB">Tags of B.</param>
    /// <param name="coincidences">Coincidences as counted, accidentals among them.</param>
    /// <param name="accidentals">Accidentals among them.</param>
    /// <param name="backgroundA">Tags of A that are no photons of pairs (dark counts, afterpulses), known exactly.</param>
    /// <param name="backgroundB">As backgroundA.</param>
    /// <param name="seconds">Duration, s, above 0.</param>
    /// <returns>Null where there is nothing to divide by: no coincidence beyond the accidentals, or nothing but background.
    /// </returns>
    public static KlyshkoEfficiency? From(
        long singlesA, long singlesB, long coincidences, ValueWithError accidentals, double backgroundA, double backgroundB,
        double seconds)
    {
        double signalA = singlesA - backgroundA;
        double signalB = singlesB - backgroundB;
        double pairs = coincidences - accidentals.Value;
        if (!(pairs > 0 && signalA > 0 && signalB > 0 && seconds > 0)) return null;
        double rate = signalA * signalB / pairs / seconds;
        // Independent Poisson counts: coincidences c, the rest a of A, the rest b of B. d ln(rate) / d each of them:
        double byC = (1 / signalA) + (1 / signalB) - (1 / pairs);
        double variance = (byC * byC * coincidences)
            + ((singlesA - coincidences) / (signalA * signalA))
            + ((singlesB - coincidences) / (signalB * signalB))
            + Square(accidentals.StandardError / pairs);
        return new KlyshkoEfficiency(
            Share(pairs, coincidences, accidentals, singlesB, signalB),
            Share(pairs, coincidences, accidentals, singlesA, signalA),
            new ValueWithError(rate, rate * Math.Sqrt(variance)));
    }

    private static ValueWithError Share(
        double pairs, long coincidences, ValueWithError accidentals, long heralds, double signal)
    {
        double share = pairs / signal;
        double variance = (Square(1 - share) * coincidences) + (share * share * Math.Max(heralds - coincidences, 1))
            + Square(accidentals.StandardError);
        return new ValueWithError(share, Math.Sqrt(variance) / signal);
    }

    private static double Square(double x) => x * x;
}
