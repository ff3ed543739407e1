using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class SimulatedMonotonicClockTests
{
    [Test]
    public void Clock_StandsUntilToldAndNeverGoesBack()
    {
        var clock = new SimulatedMonotonicClock();
        Assert.That(clock.NowMicroseconds, Is.Zero);
        clock.Advance(5);
        clock.AdvanceTo(7);
        clock.AdvanceTo(7);
        Assert.That(clock.NowMicroseconds, Is.EqualTo(7));
        Assert.That(() => clock.Advance(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => clock.AdvanceTo(6), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(clock.NowMicroseconds, Is.EqualTo(7));
    }
}
