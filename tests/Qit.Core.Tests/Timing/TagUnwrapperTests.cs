using CsCheck;
using Qit.Core.Timing;

namespace Qit.Core.Tests.Timing;

public class TagUnwrapperTests
{
    [Test]
    public void Unwrap_GivesBackAnyTimes_WhileStepsStayBelowHalfATurn() =>
        (from bits in Gen.Int[8, 32]
         from steps in Gen.Double[-0.999, 0.999].Array[0, 300]
         from split in Gen.Int[0, 300]
         select (bits, steps, split)).Sample(sample =>
        {
            double half = Math.Pow(2, sample.bits - 1);
            long time = 0;
            long[] times = sample.steps.Select(step => time += (long)(step * half)).ToArray();
            uint[] raw = times.Select(t => unchecked((uint)t)).ToArray();

            var unwrapper = new TagUnwrapper(sample.bits);
            long[] unwrapped = new long[times.Length];
            int first = Math.Min(sample.split, times.Length);
            unwrapper.Unwrap(raw, unwrapped, 0, first);
            unwrapper.Unwrap(raw, unwrapped, first, times.Length - first);
            return unwrapped.AsSpan().SequenceEqual(times);
        });

    [Test]
    public void Unwrap_AStepOfMoreThanHalfATurn_IsReadTheOtherWay()
    {
        // The control of the property above: beyond its stated limit the answer is wrong, as it must be.
        long[] ticks = new long[2];
        new TagUnwrapper(8).Unwrap([0, 129], ticks, 0, 2);
        Assert.That(ticks[1], Is.EqualTo(129 - 256));
    }

    [TestCase(7)]
    [TestCase(33)]
    public void Constructor_RefusesAWidthOutsideTheContract(int bits) =>
        Assert.That(() => new TagUnwrapper(bits), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
