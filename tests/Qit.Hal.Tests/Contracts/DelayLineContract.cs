using Qit.Hal.DelayLine;

namespace Qit.Hal.Tests.Contracts;

/// <summary>What every delay line has to do; a driver's or a twin's fixture derives from it.</summary>
public abstract class DelayLineContract
{
    /// <summary>Waits a millisecond of the device's time.</summary>
    protected abstract void Wait();

    protected abstract IDelayLine Create();

    [Test]
    public void Travel_AndStep_AreNotEmpty()
    {
        IDelayLine line = Create();
        Assert.That(line.StepPicometresNumerator, Is.GreaterThan(0));
        Assert.That(line.StepPicometresDenominator, Is.GreaterThan(0));
        Assert.That(line.MaxSteps, Is.GreaterThan(line.MinSteps));
    }

    [Test]
    public void EveryEnd_IsReached_AndThenIsReachedAtOnce()
    {
        IDelayLine line = Create();
        foreach (int target in new[] { line.MaxSteps, line.MinSteps, 0 })
        {
            Arrive(line, target);
            Assert.That(line.MoveTo(target), Is.EqualTo(HalStatus.Ok));
        }
    }

    [Test]
    public void ALongWay_TakesTime_AndCanBeCutShort()
    {
        IDelayLine line = Create();
        Arrive(line, line.MinSteps);
        Assert.That(line.MoveTo(line.MaxSteps), Is.EqualTo(HalStatus.NotReady));
        Wait();
        Arrive(line, line.MinSteps + 1);
    }

    [Test]
    public void BeyondTheTravel_IsTheCallersMistake()
    {
        IDelayLine line = Create();
        Assert.That(() => line.MoveTo(line.MaxSteps + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => line.MoveTo(line.MinSteps - 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private void Arrive(IDelayLine line, int target)
    {
        for (int i = 0; i < 100_000; i++)
        {
            HalStatus status = line.MoveTo(target);
            if (status == HalStatus.Ok) return;
            Assert.That(status, Is.EqualTo(HalStatus.NotReady));
            Wait();
        }

        Assert.Fail($"{target} was not reached in 100 s");
    }
}
