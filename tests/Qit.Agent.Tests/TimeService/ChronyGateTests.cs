using Qit.Agent.Configuration;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.ChronyRefclock;

namespace Qit.Agent.Tests.TimeService;

public sealed class ChronyGateTests
{
    private static readonly ChronyConfiguration Strict = new();

    [Test]
    public void GoodCorrection_Passes() => Assert.That(new ChronyGate(Strict).Judge(Correction(), 0), Is.Null);

    [Test]
    public void EveryDoubt_Refuses()
    {
        TimeCorrection good = Correction();
        SecurityAssessment alarm = new(SecurityStatus.Failed, "S is 1.9");
        TimeCorrection Uncertain(double ps) => good with { Offset = good.Offset with { StatisticalPicoseconds = ps } };
        TimeCorrection Off(double ps) => good with { Offset = good.Offset with { Picoseconds = ps } };
        (TimeCorrection, string)[] cases =
        [
            (good with { IsSimulated = true }, ChronyGate.Simulated),
            (good with { Security = alarm }, TimeRefusals.Security),
            (Off(double.NaN), TimeRefusals.NotFinite),
            (Off(double.NegativeInfinity), TimeRefusals.NotFinite),
            (Uncertain(double.NaN), TimeRefusals.NotFinite),
            (Uncertain(100_001), TimeRefusals.Uncertain),
            (good with { State = TimeState.Holdover, HoldoverSeconds = 0.1 }, ChronyGate.Holdover),
            (good with { State = TimeState.Holdover, HoldoverSeconds = double.NaN }, ChronyGate.Holdover),
        ];
        foreach ((TimeCorrection bad, string code) in cases)
        {
            var gate = new ChronyGate(Strict);
            Assert.That(gate.Judge(bad, 0)?.Code, Is.EqualTo(code));
            Assert.That(gate.Judge(good, 1), Is.Null, "what was refused leaves no trace");
        }
        // Controls: just within each limit, or allowed by name.
        Assert.That(new ChronyGate(Strict).Judge(Uncertain(99_000), 0), Is.Null);
        Assert.That(new ChronyGate(Strict with { AcceptSimulated = true }).Judge(good with { IsSimulated = true }, 0), Is.Null);
        Assert.That(
            new ChronyGate(Strict with { MaximumHoldoverSeconds = 60 })
                .Judge(good with { State = TimeState.Holdover, HoldoverSeconds = 60 }, 0),
            Is.Null);
    }

    [TestCase(+1e9)]
    [TestCase(-1e9)]
    public void Jump_IsNotFed_UntilItHasStayed(double jump)
    {
        var gate = new ChronyGate(Strict);
        for (int s = 0; s < 10; s++)
            Assert.That(gate.Judge(Correction(5e6), s), Is.Null);
        for (int s = 10; s < 70; s++)
            Assert.That(gate.Judge(Correction(5e6 + jump), s)?.Code, Is.EqualTo(ChronyGate.Jump), $"second {s}");
        Assert.That(gate.Judge(Correction(5e6 + jump), 70), Is.Null, "it has stayed for a minute");
        Assert.That(gate.Judge(Correction(5e6 + jump), 71), Is.Null);
    }

    [Test]
    public void JumpThatGoesAway_OrDoesNotAgreeWithItself_IsNeverFed()
    {
        var gate = new ChronyGate(Strict);
        Assert.That(gate.Judge(Correction(0), 0), Is.Null);
        Assert.That(gate.Judge(Correction(1e9), 1)?.Code, Is.EqualTo(ChronyGate.Jump));
        Assert.That(gate.Judge(Correction(0), 2), Is.Null, "back");
        for (int s = 3; s < 300; s++)
            Assert.That(gate.Judge(Correction(s % 2 == 0 ? 1e9 : 3e9), s)?.Code, Is.EqualTo(ChronyGate.Jump), $"second {s}");
    }

    [Test]
    public void FrequencyOffset_IsNoJump()
    {
        var gate = new ChronyGate(Strict);
        const double Frequency = 5e-6;
        for (int s = 0; s < 100; s++)
            Assert.That(gate.Judge(Correction(Frequency * 1e12 * s, Frequency), s), Is.Null);
        // The same without the frequency in the results: 5 us a second are five jumps each.
        gate = new ChronyGate(Strict);
        Assert.That(gate.Judge(Correction(0), 0), Is.Null);
        Assert.That(gate.Judge(Correction(5e6), 1)?.Code, Is.EqualTo(ChronyGate.Jump), "control");
    }

    private static TimeCorrection Correction(double picoseconds = 1000, double frequency = 0) => new()
    {
        TimeUnixNanoseconds = 0,
        IsSimulated = false,
        StationA = "alice",
        StationB = "bob",
        State = TimeState.Tracking,
        Security = SecurityAssessment.NotAssessed,
        Offset = new ExtrapolatedOffset(picoseconds, 10, 50, 1, frequency, 1e-12),
        UncertaintyLimitPicoseconds = 1e6,
        ValidForSeconds = 10,
        AgeSeconds = 0.7,
        HoldoverSeconds = 0,
        StationTimePicoseconds = 0,
    };
}
