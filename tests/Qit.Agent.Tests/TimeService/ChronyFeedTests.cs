using System.Diagnostics.CodeAnalysis;
using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.ChronyRefclock;

namespace Qit.Agent.Tests.TimeService;

[SuppressMessage("Reliability", "CA1001", Justification = "TearDown disposes of them.")]
public sealed class ChronyFeedTests
{
    private string folder = null!;
    private string path = null!;
    private DatagramListener? listener;
    private ChronyFeed feed = null!;

    [SetUp]
    public void Prepare()
    {
        folder = Directory.CreateTempSubdirectory("qit-chrony-").FullName;
        path = Path.Combine(folder, "qit.sock");
        listener = new DatagramListener(path);
    }

    [TearDown]
    public void CleanUp()
    {
        listener?.Dispose();
        feed.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The offset is B - A = +123.456 us: B is ahead. A host by B's clock is ahead of the truth, which is A: true minus
    /// system is negative. A host by A's clock is behind.</summary>
    [TestCase("bob", -123.456e-6)]
    [TestCase(null, -123.456e-6)]
    [TestCase("alice", +123.456e-6)]
    public void Sample_IsTrueMinusSystem(string? station, double expected)
    {
        Offsets offsets = Start(new ChronyConfiguration { Station = station });
        offsets.Settled();
        byte[] sample = listener!.Take().Single();
        Assert.That(sample, Has.Length.EqualTo(40));
        Assert.That(BitConverter.ToDouble(sample, 16), Is.EqualTo(expected).Within(1e-15));
        long microseconds = (BitConverter.ToInt64(sample, 0) * 1_000_000) + BitConverter.ToInt64(sample, 8);
        Assert.That(microseconds, Is.EqualTo(offsets.Time.GetUtcNow().Subtract(DateTimeOffset.UnixEpoch).Ticks / 10));
        Assert.That(feed.Status.State, Is.EqualTo("feeding"));
        Assert.That(feed.Status.LastOffsetPicoseconds, Is.EqualTo(expected * 1e12).Within(1e-3));
    }

    [Test]
    public void EachOffset_IsFedOnce_AndNothingElseFeeds()
    {
        Offsets offsets = Start(new ChronyConfiguration());
        offsets.Settled();
        for (int k = 0; k < 10; k++)
        {
            offsets.Next();
            offsets.Give(new TimingStateResult(0, false, "tracking", "still"));
        }
        Assert.That(listener!.Take(), Has.Count.EqualTo(11), "the first offset has no known age yet");
        offsets.Time.Advance(4);
        Assert.That(feed.Status.State, Is.EqualTo("refusing"), "three intervals without an offset");
        Assert.That(feed.Status.Reason, Does.Contain("no new offset"));
    }

    [Test]
    public void BadOffsets_AreNeverSent_AndTheReasonIsSaid()
    {
        Offsets offsets = Start(new ChronyConfiguration());
        offsets.Settled();
        offsets.Next(isSimulated: true);
        Assert.That(feed.Status.Code, Is.EqualTo(ChronyGate.Simulated));
        offsets.Next(error: double.NaN);
        Assert.That(feed.Status.Code, Is.EqualTo(TimeRefusals.NotFinite));
        offsets.Next(error: 2e5);
        Assert.That(feed.Status.Code, Is.EqualTo(TimeRefusals.Uncertain));
        offsets.Next(OffsetResult.Holdover);
        Assert.That(feed.Status.Code, Is.EqualTo(ChronyGate.Holdover));
        offsets.OffsetPicoseconds += 1e9;
        offsets.Next();
        Assert.That(feed.Status.Code, Is.EqualTo(ChronyGate.Jump), "1 ms");
        Assert.That(feed.Status.RefusedCount, Is.EqualTo(6), "with the first, whose age is unknown");
        Assert.That(listener!.Take(), Has.Count.EqualTo(1));
        offsets.OffsetPicoseconds -= 1e9;
        offsets.Next();
        Assert.That(feed.Status.State, Is.EqualTo("feeding"), feed.Status.Reason);
        Assert.That(listener.Take(), Has.Count.EqualTo(1), "control: good again");
    }

    [Test]
    public void SocketThatComesAndGoes_IsFedAgain()
    {
        Offsets offsets = Start(new ChronyConfiguration());
        offsets.Settled();
        Assert.That(listener!.Take(), Has.Count.EqualTo(1));
        for (int restart = 1; restart <= 3; restart++)
        {
            listener.Dispose();
            offsets.Next();
            Assert.That(feed.Status.Reason, Does.Contain("nobody listens"));
            File.Delete(path);
            offsets.Next();
            Assert.That(feed.Status.Reason, Does.Contain("there is no socket"));
            Assert.That(feed.Status.State, Is.EqualTo("unreachable"));
            listener = new DatagramListener(path);
            offsets.Next();
            Assert.That(feed.Status.State, Is.EqualTo("feeding"));
            Assert.That(listener.Take(), Has.Count.EqualTo(1));
        }
        Assert.That(feed.Status.UnreachableCount, Is.EqualTo(6));
    }

    [Test]
    public void ChronydThatHangs_DoesNotHoldUsUp()
    {
        Offsets offsets = Start(new ChronyConfiguration());
        offsets.Settled();
        int sent = 0;
        while (feed.Status.UnreachableCount == 0 && sent++ < 10_000)
            offsets.Next();
        Assert.That(feed.Status.Reason, Does.Contain("does not read"));
        Assert.That(listener!.Take(), Has.Count.EqualTo(feed.Status.SentCount));
        offsets.Next();
        Assert.That(feed.Status.State, Is.EqualTo("feeding"), feed.Status.Reason);
    }

    private Offsets Start(ChronyConfiguration configuration)
    {
        var offsets = new Offsets { Also = result => feed.Handle(result) };
        feed = new ChronyFeed(
            offsets.Source, configuration with { Socket = path }, ["alice", "bob"], overdueSeconds: 3.5, offsets.Time);
        return offsets;
    }
}
