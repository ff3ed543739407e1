using CsCheck;
using Qit.Timing.Estimation;
using Qit.Timing.Tracking;

namespace Qit.Timing.Tests.Tracking;

public class PairSieveTests
{
    /// <summary>However the tags are cut into blocks and in whatever order the blocks come, the sieve keeps exactly the
    /// tags that have a partner.</summary>
    [Test]
    public void ItKeepsExactlyTheTagsWithAPartner() => Gen.Select(
        Tags, Tags, Gen.Long[-300, 300], Gen.Double[-1e-3, 1e-3], Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[1, 20])
        .Sample((tagsA, tagsB, offset, skew, window, blockA, blockB) =>
        {
            var a = new TagBuffer(long.MaxValue / 4, int.MaxValue);
            var b = new TagBuffer(long.MaxValue / 4, int.MaxValue);
            var line = new OffsetLine(5000, offset, skew);
            var sieve = new PairSieve();
            const long From = 1000;
            const long To = 9000;
            sieve.Begin(line, window, From);
            int nextA = 0, nextB = 0;
            for (int turn = 0; nextA < tagsA.Length || nextB < tagsB.Length; turn++)
            {
                if (turn % 2 == 0) Append(a, tagsA, ref nextA, blockA);
                else Append(b, tagsB, ref nextB, blockB);
                if (a.HasBegun && b.HasBegun) sieve.Take(a, b, To, isLast: false);
            }

            sieve.Take(a, b, To, isLast: true);
            long reach = window + 1;
            bool IsPair(long x, long y) =>
                Math.Abs(y - x - offset - (long)(skew * (x - 5000))) <= reach;
            long[] inSpan = [.. tagsA.Where(x => x >= From && x < To)];
            Assert.That(sieve.A.ToArray(), Is.EqualTo(inSpan.Where(x => tagsB.Any(y => IsPair(x, y))).ToArray()));
            Assert.That(sieve.B.ToArray(), Is.EqualTo(tagsB.Where(y => inSpan.Any(x => IsPair(x, y))).ToArray()));
        }, iter: 3000);

    private static Gen<long[]> Tags => Gen.Long[0, 10_000].Array[1, 120].Select(times => times.Order().ToArray());

    private static void Append(TagBuffer buffer, long[] tags, ref int next, int count)
    {
        int end = Math.Min(tags.Length, next + count);
        buffer.Append(tags.AsSpan(next, end - next));
        next = end;
    }
}
