using Qit.Hal.CoincidenceCounter;

namespace Qit.Hal.Tests.Contracts;

/// <summary>What every coincidence counter has to do.</summary>
public abstract class CoincidenceCounterContract
{
    private const int Gate = 20_000;

    /// <summary>Waits a millisecond of the device's time.</summary>
    protected abstract void Wait();

    protected abstract ICoincidenceCounter Create();

    [Test]
    public void Gate_ClosesOnce_AndThenTheNextOneOpens()
    {
        ICoincidenceCounter counter = Create();
        var counts = new GateCounts();
        for (int gate = 0; gate < 3; gate++)
        {
            int waited = 0;
            for (; counter.Count(Gate, counts) == HalStatus.NotReady; waited++) Wait();
            Assert.That(waited, Is.GreaterThanOrEqualTo(Gate / 1000));
            Assert.That(counts.LiveMicroseconds, Is.GreaterThan(0));
            Assert.That(counts.Coincidences, Is.InRange(0, Math.Min(counts.SinglesA, counts.SinglesB)));
        }
    }

    [Test]
    public void AnotherLength_DropsTheOpenGate()
    {
        ICoincidenceCounter counter = Create();
        var counts = new GateCounts { Coincidences = -1 };
        Assert.That(counter.Count(Gate, counts), Is.EqualTo(HalStatus.NotReady));
        for (int i = 0; i < 15; i++) Wait();
        Assert.That(counter.Count(2 * Gate, counts), Is.EqualTo(HalStatus.NotReady));
        for (int i = 0; i < 15; i++) Wait();
        Assert.That(counter.Count(2 * Gate, counts), Is.EqualTo(HalStatus.NotReady));
        Assert.That(counts.Coincidences, Is.EqualTo(-1), "no gate has closed");
    }

    [Test]
    public void Zero_DropsTheOpenGate_AndCountsNothing()
    {
        ICoincidenceCounter counter = Create();
        var counts = new GateCounts { Coincidences = -1 };
        counter.Count(Gate, counts);
        for (int i = 0; i < 100; i++) Wait();
        Assert.That(counter.Count(0, counts), Is.EqualTo(HalStatus.Ok));
        Assert.That(counter.Count(Gate, counts), Is.EqualTo(HalStatus.NotReady), "a new gate");
        Assert.That(counts.Coincidences, Is.EqualTo(-1));
    }
}
