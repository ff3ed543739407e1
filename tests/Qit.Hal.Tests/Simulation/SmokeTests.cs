using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class SmokeTests
{
    [Test]
    public void Smoke()
    {
        var o = new WorldOptions { };
        var t = Tags.Generate(o, 2);
        var w = new SimulatedWorld(o);
        double c = (w.PathDelayDifferencePicoseconds + o.ClockB.OffsetPicoseconds) / 4;
        var d = t.Differences(c, 1000);
        TestContext.Out.WriteLine($"{t.A.Length} {t.B.Length} coinc {d.Count} mean {d.Average()*4} rms {Math.Sqrt(d.Select(x=>x*x).Average())*4}");
    }
}
