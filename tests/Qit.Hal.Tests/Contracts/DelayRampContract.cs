using Qit.Hal.DelayLine;

namespace Qit.Hal.Tests.Contracts;

/// <summary>What the conveyor ramps have to do.</summary>
public abstract class DelayRampContract
{
    /// <summary>Waits a millisecond of the device's time.</summary>
    protected abstract void Wait();

    protected abstract IDelayRamp Create();

    [Test]
    public void EveryRate_IsReached_AndAlsoRest()
    {
        IDelayRamp ramp = Create();
        foreach (int rate in new[] { 1_000_000_000, -1_000_000_000, 0, 1 })
        {
            for (int i = 0; ramp.Run(rate) != HalStatus.Ok; i++)
            {
                Assert.That(i, Is.LessThan(100_000));
                Wait();
            }

            Assert.That(ramp.Run(rate), Is.EqualTo(HalStatus.Ok));
        }
    }
}
