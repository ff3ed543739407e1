using CsCheck;
using Qit.Core.Numerics;

namespace Qit.Core.Tests.Numerics;

public class FixedPhaseTests
{
    [Test]
    public void Nearest_DiffersByWholeTurns_AndByHalfATurnAtMost() =>
        Gen.Select(Gen.Int, Gen.Long[-(1L << 62), 1L << 62]).Sample((measured, expected) =>
        {
            long found = FixedPhase.Nearest(measured, expected);
            Assert.That((uint)(ulong)found, Is.EqualTo((uint)measured));
            Assert.That(found - expected, Is.InRange(-(1L << 31), (1L << 31) - 1));
        });
}
