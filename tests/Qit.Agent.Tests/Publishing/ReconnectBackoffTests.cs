using CsCheck;
using Qit.Agent.Publishing;

namespace Qit.Agent.Tests.Publishing;

public sealed class ReconnectBackoffTests
{
    [Test]
    public void Waits_StayUnderADoublingCap() =>
        Gen.Int.Sample(seed =>
        {
            var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(seed));
            double[] caps = [1, 2, 4, 8, 16, 30, 30, 30];
            foreach (double cap in caps)
                Assert.That(backoff.Next().TotalSeconds, Is.InRange(0.5, cap));
            backoff.Reset();
            Assert.That(backoff.Next().TotalSeconds, Is.InRange(0.5, 1));
        });

    [Test]
    public void TwoGateways_DoNotReturnInStep()
    {
        var one = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(1));
        var other = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), new Random(2));
        Assert.That(one.Next(), Is.Not.EqualTo(other.Next()));
    }
}
