namespace Qit.Core.Counting;

/// <summary>Counts coincidences between two streams of time tags.</summary>
public static class Coincidences
{
    /// <summary>
    /// Counts pairs with |b - a - delay| &lt;= window. Each tag is used at most once: the earliest free tags that fit are
    /// paired first, as a hardware coincidence counter with a dead time of one window does. For ascending tags this
    /// greedy choice is also the largest number of pairs possible.
    /// </summary>
    /// <param name="tagsA">Ascending times of stream A, ticks.</param>
    /// <param name="countA">Tags to use of A.</param>
    /// <param name="tagsB">Ascending times of stream B, the same ticks.</param>
    /// <param name="countB">Tags to use of B.</param>
    /// <param name="delay">Expected b - a, ticks.</param>
    /// <param name="window">Half width of the coincidence window, ticks, 0 or more; the edges count.</param>
    public static int Count(long[] tagsA, int countA, long[] tagsB, int countB, long delay, long window)
    {
        int a = 0;
        int b = 0;
        int pairs = 0;
        while (a < countA && b < countB)
        {
            long difference = tagsB[b] - tagsA[a] - delay;
            if (difference > window)
                a++;
            else if (difference < -window)
                b++;
            else
            {
                pairs++;
                a++;
                b++;
            }
        }
        return pairs;
    }
}
