using Qit.Hal.PathSelector;

namespace Qit.Hal.Tests.Contracts;

/// <summary>What every path selector has to do; a driver's or a twin's fixture derives from it.</summary>
public abstract class PathSelectorContract
{
    /// <summary>Waits a millisecond of the device's time.</summary>
    protected abstract void Wait();

    protected abstract IPathSelector Create();

    [Test]
    public void EveryConfiguration_IsReached_AndThenIsReachedAtOnce()
    {
        IPathSelector selector = Create();
        Assert.That(selector.LengthCount, Is.InRange(1, 16));
        for (int length = selector.LengthCount - 1; length >= 0; length--)
        {
            foreach (bool isSwapped in new[] { true, false })
            {
                Arrive(selector, length, isSwapped);
                Assert.That(selector.Select(length, isSwapped), Is.EqualTo(HalStatus.Ok));
            }
        }
    }

    [Test]
    public void ASwitch_TakesTime_AndCanBeTurnedRound()
    {
        IPathSelector selector = Create();
        Arrive(selector, 0, true);
        Assert.That(selector.Select(0, false), Is.EqualTo(HalStatus.NotReady));
        Assert.That(selector.Select(0, true), Is.EqualTo(HalStatus.NotReady));
        Arrive(selector, 0, true);
    }

    [Test]
    public void AnotherLength_IsTheCallersMistake()
    {
        IPathSelector selector = Create();
        Assert.That(() => selector.Select(selector.LengthCount, false), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => selector.Select(-1, false), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private void Arrive(IPathSelector selector, int length, bool isSwapped)
    {
        for (int i = 0; i < 100_000; i++)
        {
            HalStatus status = selector.Select(length, isSwapped);
            if (status == HalStatus.Ok) return;
            Assert.That(status, Is.EqualTo(HalStatus.NotReady));
            Wait();
        }

        Assert.Fail($"length {length} was not reached in 100 s");
    }
}
