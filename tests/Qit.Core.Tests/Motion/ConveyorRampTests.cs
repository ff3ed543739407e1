using CsCheck;
using Qit.Core.Motion;

namespace Qit.Core.Tests.Motion;

public class ConveyorRampTests
{
    [Test]
    public void Position_IsTheRateTimesTheTime_ToHalfAPicometre_OverTheFullRange() =>
        (from rate in Gen.Int
         from active in Gen.Int[1, 1_000_000_000]
         from flyback in Gen.Int[0, 1_000_000_000]
         from time in Gen.Long[-1L << 60, 1L << 60]
         select (rate, active, flyback, time)).Sample(
            s =>
            {
                var ramp = new ConveyorRamp(s.rate, s.active, s.flyback);
                // decimal is exact here, which double is not.
                decimal period = (decimal)s.active + s.flyback;
                decimal phase = s.time % period;
                if (phase < 0) phase += period;
                Assert.That(ramp.PhaseMicroseconds(s.time), Is.EqualTo((int)phase));
                decimal exact = s.rate * Math.Min(phase, s.active) / 1000;
                Assert.That(Math.Abs(ramp.PositionPicometres(s.time) - exact), Is.LessThanOrEqualTo(0.5m));
            },
            iter: 200_000);

    [Test]
    public void Position_FliesBack()
    {
        var ramp = new ConveyorRamp(1_000_000_000, 9_000, 1_000);
        Assert.That(ramp.PositionPicometres(4_500), Is.EqualTo(4_500_000_000));
        Assert.That(ramp.PositionPicometres(9_500), Is.EqualTo(9_000_000_000));
        Assert.That(ramp.PositionPicometres(10_000), Is.Zero);
        Assert.That(ramp.PositionPicometres(-1), Is.EqualTo(9_000_000_000));
    }

    [TestCase(0, 0)]
    [TestCase(1, -1)]
    [TestCase(1_000_000_001, 0)]
    public void TimesOutOfRange_AreRefused(int active, int flyback) =>
        Assert.That(() => new ConveyorRamp(1, active, flyback), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
