namespace Qit.Randomness.Extraction;

/// <summary>
/// Lengths for which the proofs of the circulant and the Dodis extractor hold: both need primes N modulo which 2 has a large
/// order, so that z^N - 1 has no small factors over GF(2) but z - 1. Raw strings of other lengths are padded with zeros.
/// </summary>
public static class AdmissibleLengths
{
    /// <summary>Smallest prime N above n with ord_N(2) at least m: seed length of the circulant extractor.</summary>
    /// <param name="inputBits">n, at least 1.</param>
    /// <param name="outputBits">m, 1 to n.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none up to 2^31 - 1.</exception>
    public static int NextCirculant(int inputBits, int outputBits)
    {
        for (long candidate = Math.Max(3, (long)inputBits + 1); candidate <= int.MaxValue; candidate++)
        {
            if (IsPrime(candidate) && OrderOfTwo((int)candidate) >= outputBits) return (int)candidate;
        }
        throw None(inputBits);
    }

    /// <summary>Smallest prime N from n on with 2 as a primitive root: seed length of the Dodis extractor.</summary>
    /// <param name="inputBits">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none up to 2^31 - 1.</exception>
    public static int NextDodis(int inputBits)
    {
        for (long candidate = Math.Max(3, inputBits); candidate <= int.MaxValue; candidate++)
        {
            // 2 is a square modulo primes of the form 8 k + 1 and 8 k + 7, so no primitive root.
            if ((candidate & 7) is 3 or 5 && IsPrime(candidate) && OrderOfTwo((int)candidate) == candidate - 1)
                return (int)candidate;
        }
        throw None(inputBits);
    }

    /// <summary>ord_N(2): the least e above 0 with 2^e = 1 modulo an odd prime N.</summary>
    /// <param name="prime">N, an odd prime.</param>
    /// <exception cref="ArgumentException">Not an odd prime.</exception>
    public static int OrderOfTwo(int prime)
    {
        if (prime < 3 || !IsPrime(prime)) throw new ArgumentException($"{prime} is not an odd prime.", nameof(prime));
        int order = prime - 1;
        int rest = prime - 1;
        for (int factor = 2; rest > 1; factor++)
        {
            if ((long)factor * factor > rest) factor = rest;
            if (rest % factor != 0) continue;
            while (rest % factor == 0) rest /= factor;
            while (order % factor == 0 && PowerOfTwo(order / factor, prime) == 1) order /= factor;
        }
        return order;
    }

    internal static void CheckRate(double rate)
    {
        if (!(rate > 0 && rate <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Min-entropy per bit of the seed lies in (0, 1].");
    }

    private static ArgumentOutOfRangeException None(int inputBits) =>
        new(nameof(inputBits), inputBits, "No admissible prime up to 2^31 - 1 follows.");

    private static bool IsPrime(long n)
    {
        if (n % 2 == 0) return n == 2;
        for (long divisor = 3; divisor * divisor <= n; divisor += 2)
        {
            if (n % divisor == 0) return false;
        }
        return n > 1;
    }

    private static long PowerOfTwo(int exponent, int modulus)
    {
        long power = 1;
        for (int bit = 30; bit >= 0; bit--)
        {
            power = power * power % modulus;
            if (((exponent >> bit) & 1) != 0) power = power * 2 % modulus;
        }
        return power;
    }
}
