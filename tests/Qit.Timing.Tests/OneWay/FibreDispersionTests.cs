using NUnit.Framework;
using Qit.Timing.OneWay;

namespace Qit.Timing.Tests.OneWay;

public sealed class FibreDispersionTests
{
    private readonly FibreDispersion fibre = new();

    [Test]
    public void StandardFibreHasItsKnownDelayAndDispersion()
    {
        // 4.89739 us/km at a group index of 1.4682; about +17 ps/(nm km) at 1550 nm.
        Assert.That(fibre.SlownessAt(1550), Is.EqualTo(4897.39).Within(0.005));
        Assert.That(fibre.DispersionAt(1550), Is.InRange(15.5, 17.5));
        Assert.That(fibre.DispersionAt(1313), Is.Zero.Within(1e-9));
    }

    [Test]
    public void DispersionIsTheSlopeOfTheDelay([Values(1250, 1313, 1400, 1550, 1625)] double nanometres)
    {
        double slope = (fibre.SlownessAt(nanometres + 0.5) - fibre.SlownessAt(nanometres - 0.5)) * 1000;
        Assert.That(slope, Is.EqualTo(fibre.DispersionAt(nanometres)).Within(1e-4));
    }
}
