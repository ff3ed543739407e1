using Qit.Timing.Counting;

namespace Qit.Timing.Tests.Counting;

public class CounterBehaviourTests
{
    [TestCase(9, 0)]
    [TestCase(10, 1)]
    [TestCase(11, 1)]
    public void TheEdgeOfTheWindow_Counts(long window, long expected) =>
        Assert.That(Count([new(0b11, window)], false, [100], [105])[0], Is.EqualTo(expected), "W / 2 rounded down is 4, 5, 5");

    [Test]
    public void EachTag_IsUsedOnceInAPattern_InclusiveAndExclusive()
    {
        CoincidencePattern[] patterns = [new(0b011, 10), new(0b101, 10), new(0b111, 10)];
        // A threefold coincidence, then A+B, then A with two C.
        long[][] tags = [[0, 100, 200], [1, 100], [2, 199, 201]];
        Assert.That(Count(patterns, false, tags), Is.EqualTo(new[] { 2, 2, 1 }));
        Assert.That(Count(patterns, true, tags), Is.EqualTo(new[] { 1, 1, 1 }));
    }

    [Test]
    public void DeadTime_KeepsATagAtItsEnd_AndIsNotProlonged()
    {
        var counter = new CoincidenceCounter(new CountingOptions
        {
            ChannelCount = 1, Patterns = [], DeadTimesPicoseconds = [10],
        });
        counter.Add([0L, 5, 9, 10, 19, 20], new byte[6]);
        Assert.That((counter.Singles(0), counter.DeadTags(0)), Is.EqualTo((3L, 3L)), "0, 10 and 20 are kept");
    }

    [Test]
    public void ManyChannels_AndUnknownOnes_AreTold()
    {
        var counter = new CoincidenceCounter(new CountingOptions { ChannelCount = 32, Patterns = [new(uint.MaxValue, 0)] });
        counter.Add(new long[64], [.. Enumerable.Range(0, 64).Select(index => (byte)(index < 40 ? index : index - 32))]);
        counter.Finish();
        Assert.That(counter.Coincidences(0), Is.EqualTo(1));
        Assert.That(counter.OtherTagCount, Is.EqualTo(8));
    }

    /// <summary>A delay of 10 ms holds 10 ms of tags; a silent channel holds all until it is said to be silent.</summary>
    [Test]
    public void OnlyUndecidedTags_AreHeld()
    {
        var counter = new CoincidenceCounter(new CountingOptions
        {
            ChannelCount = 2, Patterns = [new(0b11, 1000)], DelaysPicoseconds = [0, 10_000_000_000],
        });
        long[] times = [.. Enumerable.Range(0, 100_000).Select(index => index * 1_000_000L)];
        byte[] channels = [.. Enumerable.Range(0, 100_000).Select(index => (byte)(index & 1))];
        counter.Add(times, channels);
        Assert.That(counter.HeldTagCount, Is.EqualTo(5000).Within(2));

        counter = new CoincidenceCounter(new CountingOptions { ChannelCount = 2, Patterns = [new(0b11, 1000)] });
        counter.Add([times, ReadOnlyMemory<long>.Empty]);
        Assert.That(counter.HeldTagCount, Is.EqualTo(100_000));
        counter.AdvanceTo(times[^1] + 501);
        Assert.That(counter.HeldTagCount, Is.Zero);
    }

    [Test]
    public void Counting_AllocatesNothing_OnceItsArraysAreLarge([Values] bool isExclusive)
    {
        var counter = new CoincidenceCounter(new CountingOptions
        {
            ChannelCount = 4, Patterns = [new(0b11, 1000), new(0b111, 1000), new(0b1111, 2000)], IsExclusive = isExclusive,
            DeadTimesPicoseconds = [100],
        });
        var random = new Random(1);
        long time = 0;
        long[] times = [.. Enumerable.Range(0, 50_000).Select(_ => time += random.Next(500))];
        byte[] channels = [.. times.Select(_ => (byte)random.Next(4))];
        counter.Add(times, channels);
        for (int index = 0; index < times.Length; index++) times[index] += time;
        long before = GC.GetAllocatedBytesForCurrentThread();
        counter.Add(times, channels);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(counter.Coincidences(2), Is.GreaterThan(1000));
    }

    [Test]
    public void WrongTags_AreRefused()
    {
        var options = new CountingOptions { ChannelCount = 2, Patterns = [new(0b11, 10)] };
        var counter = new CoincidenceCounter(options);
        counter.Add([5L], [(byte)0]);
        Assert.That(() => counter.Add([4L], [(byte)0]), Throws.ArgumentException.With.Message.Contains("Tag 0 of a block is at 4"));
        Assert.That(() => counter.Add([5L, 6], [(byte)0]), Throws.ArgumentException.With.Message.Contains("2 times, but 1"));
        Assert.That(() => counter.Add([new long[] { 7, 6 }, Array.Empty<long>()]),
            Throws.ArgumentException.With.Message.Contains("Tag 1 of a block of channel 0 is at 6"));
        Assert.That(() => counter.Add([long.MaxValue], [(byte)0]), Throws.ArgumentException.With.Message.Contains("2^61"));
        counter.Finish();
        Assert.That(() => counter.Add([9L], [(byte)0]), Throws.InvalidOperationException);
    }

    private static long[] Count(CoincidencePattern[] patterns, bool isExclusive, params long[][] tags)
    {
        var counter = new CoincidenceCounter(new CountingOptions
        {
            ChannelCount = tags.Length, Patterns = patterns, IsExclusive = isExclusive,
        });
        counter.Add([.. tags.Select(own => (ReadOnlyMemory<long>)own)]);
        counter.Finish();
        return [.. Enumerable.Range(0, patterns.Length).Select(counter.Coincidences)];
    }
}
