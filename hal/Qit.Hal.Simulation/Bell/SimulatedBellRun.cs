using System.Runtime.CompilerServices;

namespace Qit.Hal.Simulation;

/// <summary>
/// Time-ordered trials of a Bell source in bulk, as planes of bits. Sixty-four trials are drawn at once: a random word for
/// each binary digit of the probabilities, compared with the digits that the lanes' own settings select, until every lane is
/// decided. The outcome of a lane thus has its exact probability to 2^-64.
/// </summary>
/// <remarks>
/// Trial number n depends on the seed, the source and n alone, so runs can be cut and continued anywhere at a multiple of 64.
/// Anyone who knows the seed knows every bit: simulated trials are for trying things out and certify nothing.
/// </remarks>
public sealed class SimulatedBellRun
{
    private const int Digits = 64;

    private readonly ulong key;
    private readonly ulong testProbability; // in 2^-64; unused when every trial is a test
    private readonly ulong[] digitsA; // digit d of p(a=1|x,y): at 4 d + 2x + y, all ones or zero
    private readonly ulong[] digitsB; // digit d of p(b=1|a,x,y): at 8 d + 4a + 2x + y

    /// <summary>Prepares a run.</summary>
    /// <param name="probabilities">What the source gives.</param>
    /// <param name="seed">The same seed gives the same trials.</param>
    /// <param name="testProbability">
    /// gamma: probability that a trial is a test, above 0 up to 1. Trials that are no test play settings 0, 0.
    /// </param>
    public SimulatedBellRun(BellProbabilities probabilities, ulong seed, double testProbability = 1)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (!(testProbability is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(testProbability), testProbability,
                "The test probability lies in (0, 1].");
        key = SplitMix64.Key(seed, "bell/run");
        HasTests = testProbability < 1;
        this.testProbability = HasTests ? Fixed(testProbability) : 0;
        digitsA = new ulong[4 * Digits];
        digitsB = new ulong[8 * Digits];
        for (int z = 0; z < 4; z++)
        {
            double one = probabilities[1, 0, z >> 1, z & 1] + probabilities[1, 1, z >> 1, z & 1];
            Spread(one, digitsA, 4, z);
            for (int a = 0; a < 2; a++)
            {
                double both = probabilities[a, 1, z >> 1, z & 1];
                double all = both + probabilities[a, 0, z >> 1, z & 1];
                Spread(all > 0 ? both / all : 0, digitsB, 8, (4 * a) + z);
            }
        }
    }

    /// <summary>True when some trials are no test.</summary>
    public bool HasTests { get; }

    /// <summary>Fills planes with trials: trial i is bit i mod 64 of word i / 64.</summary>
    /// <param name="firstTrial">Number of the first trial, at least 0, a multiple of 64.</param>
    /// <param name="x">Takes A's settings; its length is the number of trials over 64.</param>
    /// <param name="y">Takes B's settings.</param>
    /// <param name="a">Takes A's outcomes.</param>
    /// <param name="b">Takes B's outcomes.</param>
    /// <param name="tests">Takes the test flags; may be empty when every trial is a test.</param>
    /// <exception cref="ArgumentException">The planes differ in length, or the trial number is no multiple of 64.</exception>
    public void Fill(
        long firstTrial, Span<ulong> x, Span<ulong> y, Span<ulong> a, Span<ulong> b, Span<ulong> tests = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstTrial);
        if ((firstTrial & 63) != 0)
            throw new ArgumentException($"Trials are made 64 at a time; {firstTrial} is no multiple.", nameof(firstTrial));
        if (y.Length != x.Length || a.Length != x.Length || b.Length != x.Length
            || (tests.Length != x.Length && (HasTests || !tests.IsEmpty)))
            throw new ArgumentException($"The planes have {x.Length}, {y.Length}, {a.Length}, {b.Length} and "
                + $"{tests.Length} words; right would be equal lengths.");
        for (int w = 0; w < x.Length; w++)
        {
            var random = new WordRandom(SplitMix64.At(key, (ulong)(firstTrial >> 6) + (ulong)w));
            ulong test = HasTests ? Below(testProbability, ref random) : ulong.MaxValue;
            ulong settingX = random.Next() & test;
            ulong settingY = random.Next() & test;
            ulong outcomeA = OutcomesOfA(settingX, settingY, ref random);
            x[w] = settingX;
            y[w] = settingY;
            a[w] = outcomeA;
            b[w] = OutcomesOfB(settingX, settingY, outcomeA, ref random);
            if (!tests.IsEmpty) tests[w] = test;
        }
    }

    // A uniform fraction below p: at the first digit where they differ, p has the one.
    private static ulong Below(ulong probability, ref WordRandom random)
    {
        ulong below = 0;
        ulong open = ulong.MaxValue;
        for (int digit = Digits - 1; digit >= 0 && open != 0; digit--)
        {
            ulong one = 0 - ((probability >> digit) & 1);
            Decide(one, random.Next(), ref open, ref below);
        }
        return below;
    }

    private ulong OutcomesOfA(ulong x, ulong y, ref WordRandom random)
    {
        ulong z0 = ~x & ~y, z1 = ~x & y, z2 = x & ~y, z3 = x & y;
        ulong outcome = 0;
        ulong open = ulong.MaxValue;
        for (int at = 0; at < digitsA.Length && open != 0; at += 4)
        {
            ReadOnlySpan<ulong> digit = digitsA.AsSpan(at, 4);
            ulong ones = (z0 & digit[0]) | (z1 & digit[1]) | (z2 & digit[2]) | (z3 & digit[3]);
            Decide(ones, random.Next(), ref open, ref outcome);
        }
        return outcome;
    }

    private ulong OutcomesOfB(ulong x, ulong y, ulong a, ref WordRandom random)
    {
        ulong z0 = ~x & ~y, z1 = ~x & y, z2 = x & ~y, z3 = x & y;
        ulong outcome = 0;
        ulong open = ulong.MaxValue;
        for (int at = 0; at < digitsB.Length && open != 0; at += 8)
        {
            ReadOnlySpan<ulong> digit = digitsB.AsSpan(at, 8);
            ulong afterZero = (z0 & digit[0]) | (z1 & digit[1]) | (z2 & digit[2]) | (z3 & digit[3]);
            ulong afterOne = (z0 & digit[4]) | (z1 & digit[5]) | (z2 & digit[6]) | (z3 & digit[7]);
            Decide(afterZero ^ (a & (afterZero ^ afterOne)), random.Next(), ref open, ref outcome);
        }
        return outcome;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Decide(ulong probabilityDigits, ulong randomDigits, ref ulong open, ref ulong below)
    {
        ulong differ = probabilityDigits ^ randomDigits;
        below |= open & differ & probabilityDigits;
        open &= ~differ;
    }

    private static void Spread(double probability, ulong[] digits, int stride, int column)
    {
        ulong fixedPoint = Fixed(probability);
        for (int digit = 0; digit < Digits; digit++)
            digits[(stride * digit) + column] = 0 - ((fixedPoint >> (Digits - 1 - digit)) & 1);
    }

    // Certain is 1 - 2^-64, the nearest there is.
    private static ulong Fixed(double probability)
    {
        double scaled = probability * 18446744073709551616.0;
        return scaled >= 18446744073709551615.0 ? ulong.MaxValue : (ulong)scaled;
    }

    /// <summary>The words of one group of 64 trials: SplitMix64 from the group's own key.</summary>
    private struct WordRandom(ulong wordKey)
    {
        private readonly ulong wordKey = wordKey;
        private ulong index;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Next() => SplitMix64.At(wordKey, index++);
    }
}
