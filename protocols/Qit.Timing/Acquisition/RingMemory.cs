namespace Qit.Timing.Acquisition;

/// <summary>Working memory of a search, used by one layout after the other. Arrays only grow.</summary>
internal sealed class RingMemory
{
    private const int LongBins = 1 << 22;
    private readonly List<float[]> arrays = [];
    private int taken;

    /// <summary>Takes all arrays back.</summary>
    public void Reset() => taken = 0;

    /// <summary>Real and imaginary part of a ring; contents are undefined.</summary>
    public RingArray Take(int bins) => new(Next(bins), Next(bins), bins);

    private float[] Next(int bins)
    {
        if (taken == arrays.Count) arrays.Add([]);
        if (arrays[taken].Length < bins)
        {
            arrays[taken] = [];
            // Outgrown arrays of hundreds of megabytes are not left until the collector happens to come by.
            if (bins >= LongBins) GC.Collect();
            arrays[taken] = GC.AllocateUninitializedArray<float>(bins);
        }

        return arrays[taken++];
    }
}

/// <summary>Complex numbers on a ring, in borrowed arrays that may be longer.</summary>
internal sealed class RingArray(float[] real, float[] imaginary, int bins)
{
    /// <summary>Real parts.</summary>
    public Span<float> Real => real.AsSpan(0, bins);

    /// <summary>Imaginary parts.</summary>
    public Span<float> Imaginary => imaginary.AsSpan(0, bins);

    /// <summary>Sets all to 0.</summary>
    public void Clear()
    {
        Real.Clear();
        Imaginary.Clear();
    }

    /// <summary>Multiplies each by the complex conjugate of another ring's.</summary>
    public void MultiplyByConjugate(RingArray other)
    {
        ref float re = ref real[0];
        ref float im = ref imaginary[0];
        ref float otherRe = ref other.Real[0];
        ref float otherIm = ref other.Imaginary[0];
        for (nuint at = 0; at < (nuint)bins; at += 8)
        {
            Lane.Load(ref re, ref im, at).TimesConjugate(Lane.Load(ref otherRe, ref otherIm, at))
                .Store(ref re, ref im, at);
        }
    }

    /// <summary>Adds another ring's.</summary>
    public void Add(RingArray other)
    {
        ref float re = ref real[0];
        ref float im = ref imaginary[0];
        ref float otherRe = ref other.Real[0];
        ref float otherIm = ref other.Imaginary[0];
        for (nuint at = 0; at < (nuint)bins; at += 8)
            (Lane.Load(ref re, ref im, at) + Lane.Load(ref otherRe, ref otherIm, at)).Store(ref re, ref im, at);
    }

    /// <summary>Multiplies each by a factor.</summary>
    public void Scale(float factor)
    {
        foreach (ref float value in Real) value *= factor;
        foreach (ref float value in Imaginary) value *= factor;
    }
}
