using Qit.Randomness.Trials;

namespace Qit.Randomness.SemiDeviceIndependent;

/// <summary>
/// The clicks of a block of gates, collected under parameters that were fixed before. A double click is assigned a fresh
/// random bit in the key basis, as the squashing map demands, and counts as an error in the test basis, which can only lower
/// the bound.
/// </summary>
public sealed class QubitBlock
{
    /// <summary>Takes what the receiver recorded.</summary>
    /// <param name="parameterHash">Hash of the parameters that were fixed before the first gate.</param>
    /// <param name="gates">Gates in which a basis was chosen, with and without a click.</param>
    /// <param name="clicks">Gates with at least one click, in order.</param>
    /// <param name="assignments">Fresh random bits, exactly one for each double click in the key basis.</param>
    /// <exception cref="ArgumentException">
    /// More clicks than gates, a record without a click, or a wrong number of assignments.
    /// </exception>
    public QubitBlock(string parameterHash, long gates, ReadOnlySpan<QubitClick> clicks, BitString assignments)
    {
        ArgumentException.ThrowIfNullOrEmpty(parameterHash);
        ArgumentNullException.ThrowIfNull(assignments);
        if (clicks.Length > gates)
            throw new ArgumentException($"{clicks.Length} gates clicked of {gates}.", nameof(clicks));
        ParameterHash = parameterHash;
        Gates = gates;
        DoubleClicks = CountDoubleClicks(clicks);
        if (assignments.Length != DoubleClicks)
        {
            throw new ArgumentException(
                $"{assignments.Length} random bits were given for {DoubleClicks} double clicks.", nameof(assignments));
        }
        Raw = Read(clicks, assignments);
        TestRounds = clicks.Length - Raw.Length;
    }

    /// <summary>Hash of the parameters that were fixed before the first gate.</summary>
    public string ParameterHash { get; }

    /// <summary>Gates in which a basis was chosen.</summary>
    public long Gates { get; }

    /// <summary>Clicks in the test basis.</summary>
    public long TestRounds { get; }

    /// <summary>Errors among them, double clicks included.</summary>
    public long TestErrors { get; private set; }

    /// <summary>Double clicks in the key basis: random bits spent.</summary>
    public int DoubleClicks { get; }

    /// <summary>Outcomes in the key basis, in order.</summary>
    public BitString Raw { get; }

    /// <summary>Double clicks in the key basis.</summary>
    public static int CountDoubleClicks(ReadOnlySpan<QubitClick> clicks)
    {
        int count = 0;
        foreach (QubitClick click in clicks)
        {
            if (click == (QubitClick.Zero | QubitClick.One)) count++;
        }
        return count;
    }

    private BitString Read(ReadOnlySpan<QubitClick> clicks, BitString assignments)
    {
        var words = new ulong[BitString.WordCount(clicks.Length)];
        int length = 0, assigned = 0;
        foreach (QubitClick click in clicks)
        {
            QubitClick outcome = click & (QubitClick.Zero | QubitClick.One);
            if (outcome == QubitClick.None || click > (QubitClick)7)
                throw new ArgumentException($"A record of value {(int)click} is no click.", nameof(clicks));
            if ((click & QubitClick.TestBasis) != 0)
            {
                if (outcome != QubitClick.Zero) TestErrors++;
                continue;
            }
            bool isOne = outcome == QubitClick.One
                || (outcome == (QubitClick.Zero | QubitClick.One) && assignments[assigned++]);
            if (isOne) words[length >> 6] |= 1UL << length;
            length++;
        }
        return new BitString(words[..BitString.WordCount(length)], length);
    }
}
