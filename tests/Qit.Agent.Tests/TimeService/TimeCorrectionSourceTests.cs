using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Agent.TimeService;

namespace Qit.Agent.Tests.TimeService;

public sealed class TimeCorrectionSourceTests
{
    [Test]
    public void Correction_IsCarriedToTheMomentOfTheQuestion()
    {
        // 1 ppm: a second of age is a microsecond.
        Offsets offsets = new Offsets(frequency: 1e-6).Settled();
        TimeCorrection early = offsets.Correction();
        offsets.Time.Advance(0.5);
        TimeCorrection late = offsets.Correction();
        Assert.That(late.Offset.Picoseconds - early.Offset.Picoseconds, Is.EqualTo(5e5).Within(1e-3));
        Assert.That(late.AgeSeconds - early.AgeSeconds, Is.EqualTo(0.5).Within(1e-9));
        Assert.That(late.Offset.UncertaintyPicoseconds, Is.GreaterThan(early.Offset.UncertaintyPicoseconds));
        // Half an interval, and the middle of the latency's bounds (0 to 1 s); the true latency is unknown to the source.
        Assert.That(early.AgeSeconds, Is.EqualTo(0.5 + 0.5).Within(1e-9));
        // Uniform within 1 s, at 1 ppm.
        Assert.That(early.Offset.AgePicoseconds, Is.EqualTo(1 / Math.Sqrt(12) * 1e6).Within(1e-3));
        Assert.That(early.Offset.PathPicoseconds, Is.EqualTo(50));
        Assert.That(late.TimeUnixNanoseconds - early.TimeUnixNanoseconds, Is.EqualTo(500_000_000));
    }

    [Test]
    public void Validity_IsKeptToTheEnd_AndNotBeyond()
    {
        Offsets offsets = new Offsets(new TimeServiceConfiguration { MaximumAgeSeconds = 1000 }).Settled();
        const double Limit = 400;
        TimeCorrection correction = offsets.Correction(Limit);
        Assert.That(correction.UncertaintyLimitPicoseconds, Is.EqualTo(Limit));
        Assert.That(correction.ValidForSeconds, Is.GreaterThan(1).And.LessThan(999));
        offsets.Time.Advance(correction.ValidForSeconds - 1e-3);
        Assert.That(offsets.Correction(Limit).State, Is.EqualTo(TimeState.Holdover), "no photons came meanwhile");
        offsets.Time.Advance(2e-3);
        Assert.That(offsets.Refusal(Limit).Code, Is.EqualTo(TimeRefusals.Uncertain));
        Assert.That(offsets.Correction().Offset.UncertaintyPicoseconds, Is.EqualTo(Limit).Within(0.01).Percent, "control");
    }

    [Test]
    public void ConfiguredLimit_HoldsForEveryAsker()
    {
        Offsets offsets = new Offsets(new TimeServiceConfiguration { MaximumUncertaintyPicoseconds = 20 }).Settled();
        Assert.That(offsets.Refusal(1e9).Code, Is.EqualTo(TimeRefusals.Uncertain), "50 ps of path alone");
    }

    [Test]
    public void NothingYet_SaysSo_AndTheFirstOffsetAloneHasNoKnownAge()
    {
        var offsets = new Offsets();
        Assert.That(offsets.Refusal().Code, Is.EqualTo(TimeRefusals.NoOffset));
        offsets.Next();
        Assert.That(offsets.Refusal().Code, Is.EqualTo(TimeRefusals.Settling));
        offsets.Next();
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Tracking));
    }

    [Test]
    public void OldOffset_IsRefused()
    {
        Offsets offsets = new Offsets().Settled();
        offsets.Time.Advance(9.999);
        Assert.That(offsets.Correction().ValidForSeconds, Is.EqualTo(0.001).Within(1e-6), "ten intervals");
        offsets.Time.Advance(0.002);
        Assert.That(offsets.Refusal().Code, Is.EqualTo(TimeRefusals.Stale));
    }

    [Test]
    public void Holdover_SaysForHowLong()
    {
        Offsets offsets = new Offsets().Settled();
        for (int k = 1; k <= 5; k++)
        {
            offsets.Next(OffsetResult.Holdover);
            TimeCorrection correction = offsets.Correction();
            Assert.That(correction.State, Is.EqualTo(TimeState.Holdover));
            // Since the middle of the last interval with photons.
            Assert.That(correction.HoldoverSeconds, Is.EqualTo(k + 1).Within(1e-6));
        }
        offsets.Next();
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Tracking));
        Assert.That(offsets.Correction().HoldoverSeconds, Is.Zero);
    }

    [Test]
    public void SilentStation_IsHoldover_BeforeTheNextOffset()
    {
        Offsets offsets = new Offsets().Settled();
        offsets.Give(new TimingStateResult(0, false, "waiting", "no tags: bob is not heard"));
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Holdover));
        offsets.Next();
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Tracking));
    }

    [TestCase("lost", TimeRefusals.Lost)]
    [TestCase("acquiring", TimeRefusals.NoOffset)]
    public void TrackerWithoutAPeak_EndsTheCorrection_AtOnce(string state, string code)
    {
        Offsets offsets = new Offsets().Settled();
        offsets.Give(new TimingStateResult(0, false, state, "the peak is gone"));
        TimeRefusal refusal = offsets.Refusal();
        Assert.That(refusal.Code, Is.EqualTo(code));
        Assert.That(refusal.Reason, Does.Contain("the peak is gone"));
        offsets.Settled();
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Tracking));
    }

    [Test]
    public void Boot_EndsTheCorrection_BecauseTheTimelineBeginsAnew()
    {
        var results = new Support.SyntheticResults(isSimulated: false);
        Offsets offsets = new Offsets().Settled();
        offsets.Give(results.Station("bob", 1));
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Tracking), "control: the first news of a boot");
        offsets.Give(results.Station("loop", 1));
        offsets.Give(results.Station("loop", 2) with { BootId = 5 });
        Assert.That(offsets.Correction().State, Is.EqualTo(TimeState.Tracking), "control: a station of another protocol");
        offsets.Give(results.Station("bob", 2) with { BootId = 5 });
        Assert.That(offsets.Refusal().Reason, Does.Contain("bob booted"));
    }

    [Test]
    public void WhatIsNoNumber_IsRefused()
    {
        Offsets offsets = new Offsets().Settled();
        offsets.OffsetPicoseconds = double.NaN;
        offsets.Next();
        Assert.That(offsets.Refusal().Code, Is.EqualTo(TimeRefusals.NotFinite));
    }

    [Test]
    public void Security_IsNotAssessed_UntilSomebodyDoes_AndAFailureRefuses()
    {
        Offsets offsets = new Offsets().Settled();
        Assert.That(offsets.Correction().Security.Status, Is.EqualTo(SecurityStatus.NotAssessed));
        Assert.That(offsets.Correction().Security.Reason, Does.Contain("adversary"));
        offsets.Source.Assess(new SecurityAssessment(SecurityStatus.Failed, "S is 1.9, p-value 0.4"));
        TimeRefusal refusal = offsets.Refusal();
        Assert.That(refusal.Code, Is.EqualTo(TimeRefusals.Security));
        Assert.That(refusal.Reason, Does.Contain("S is 1.9"));
        offsets.Source.Assess(new SecurityAssessment(SecurityStatus.Passed, "S is 2.7, p-value 1e-9"));
        Assert.That(offsets.Correction().Security.Status, Is.EqualTo(SecurityStatus.Passed));
    }

    [Test]
    public void TimingThatIsOff_IsTheReason()
    {
        var source = new TimeCorrectionSource(
            new TimingConfiguration { Enabled = false }, new TimeServiceConfiguration(), 1, new Support.ManualTime());
        Assert.That(source.TryCorrect(1e9, out _, out TimeRefusal? refusal), Is.False);
        Assert.That(refusal!.Reason, Does.Contain("timing.enabled is false"));
    }
}
