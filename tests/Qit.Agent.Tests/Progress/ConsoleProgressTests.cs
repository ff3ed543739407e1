using Qit.Agent.Progress;
using Qit.Agent.Publishing;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Progress;

public sealed class ConsoleProgressTests
{
    [Test]
    public void Start_SaysWhereToLook_AndThatItIsSimulated()
    {
        var output = new StringWriter();
        new ConsoleProgress(output, SyntheticResults.Run()).WriteStart(new Uri("http://127.0.0.1:8080/"), "127.0.0.1:1883");
        Assert.That(output.ToString(), Does.Contain("SIMULATED: ").And.Contain("http://127.0.0.1:8080/")
            .And.Contain("127.0.0.1:1883").And.Contain("qit/lab-1/#").And.Contain("alice, bob"));
    }

    [Test]
    public void StartOfRealDevices_DoesNotSaySimulated()
    {
        var output = new StringWriter();
        new ConsoleProgress(output, SyntheticResults.Run(isSimulated: false)).WriteStart(null, null);
        Assert.That(output.ToString(), Does.Not.Contain("SIMULATED").And.Contain("page       off").And.Contain("mqtt       off"));
    }

    [Test]
    public void Offsets_AreShownAtOnce_ThenEveryFiveSecondsOfTheirOwnTime()
    {
        var source = new SyntheticResults();
        string[] lines = Lines(progress =>
        {
            for (int k = 0; k <= 10; k++)
                progress.Handle(source.Offset(k));
        });
        Assert.That(lines.Select(line => line[..9]), Is.EqualTo(new[] { "00:00:00Z", "00:00:05Z", "00:00:10Z" }));
        Assert.That(lines, Is.All.Contain("[simulated]"));
    }

    [Test]
    public void Measurements_AreShownEveryFiveSeconds_AndWhenTheyBeginOrCeaseToBeRefused()
    {
        var source = new SyntheticResults();
        string[] lines = Lines(progress =>
        {
            for (int k = 0; k <= 8; k++)
            {
                ProtocolResult measured = source.Measurement(k);
                progress.Handle(k is 2 or 3 ? measured with { Answer = measured.Answer with { Refusal = "no dip" } } : measured);
            }
        });
        Assert.That(lines.Select(line => line[..9]), Is.EqualTo(new[] { "00:00:00Z", "00:00:02Z", "00:00:04Z" }));
        Assert.That(lines[1], Does.EndWith("no answer: no dip"));
        Assert.That(lines, Is.All.Contain("[simulated]"));
    }

    [Test]
    public void OffsetLine_HasTheDigitsItsErrorAllows()
    {
        var source = new SyntheticResults(isSimulated: false);
        string line = Lines(progress => progress.Handle(source.Offset(0) with
        {
            OffsetPicoseconds = -1_234_567.8, StandardErrorPicoseconds = 12.3, FrequencyOffset = 2.5e-9,
            FrequencyOffsetStandardError = 1.2e-12, Coincidences = 4000, Accidentals = 40,
        })).Single();
        Assert.That(line, Is.EqualTo("00:00:00Z offset     bob - alice = -1.234568 +- 0.000012 us, " +
            "rate +2.5000 +- 0.0012 ppb, 4 000 coincidences, 40 accidentals"));
    }

    [Test]
    public void Stations_AreShownWhenTheyComeGoAndFail_AndNotInBetween()
    {
        var source = new SyntheticResults(isSimulated: false);
        string[] lines = Lines(progress =>
        {
            progress.Handle(source.Station("alice", 0));
            progress.Handle(source.Station("alice", 1));
            progress.Handle(source.Station("alice", 2, isOnline: false, fault: "nothing heard for 5 s"));
            progress.Handle(source.Station("alice", 3, isOnline: false, fault: "nothing heard for 5 s"));
            progress.Handle(source.Station("alice", 4));
        });
        Assert.That(lines, Is.EqualTo(new[]
        {
            "00:00:00Z alice      online at tcp://10.0.0.7:7001, device 17, firmware 0.1.0, boot 4",
            "00:00:02Z alice      offline at tcp://10.0.0.7:7001, device 17, firmware 0.1.0, boot 4",
            "00:00:02Z alice      FAULT nothing heard for 5 s",
            "00:00:04Z alice      online at tcp://10.0.0.7:7001, device 17, firmware 0.1.0, boot 4",
            "00:00:04Z alice      fault cleared",
        }));
    }

    [Test]
    public void Blocks_AreShownWithVerdictAndReason_AndProgressInBetween()
    {
        var source = new SyntheticResults();
        string[] lines = Lines(progress =>
        {
            for (int k = 0; k < 12; k++)
                progress.Handle(source.Progress(k));
            progress.Handle(source.Block(1, 12));
            progress.Handle(source.Block(2, 13, isCertified: false));
        });
        Assert.That(lines, Has.Length.EqualTo(6));
        Assert.That(lines[0], Does.Contain("block 1 of 2 000 000 trials; parameters fixed, sha256 0884a3d6f74353ce"));
        Assert.That(lines[3], Does.Contain("block 1: 109 890 of 2 000 000 trials, 1 200 discarded"));
        Assert.That(lines[4], Does.Contain("[simulated] block 1 CERTIFIED: 1 000 bits, S 2.7"));
        Assert.That(lines[5], Does.Contain("[simulated] block 2 REFUSED: won 0.7903 of the games"));
    }

    [Test]
    public void Broker_IsShownWhenItComesAndGoes()
    {
        var up = new PublisherStatus { Broker = "127.0.0.1:1883", IsConnected = true };
        PublisherStatus down = up with { IsConnected = false, Fault = "the MQTT broker does not answer" };
        string[] lines = Lines(progress =>
        {
            progress.HandlePublisher(up);
            progress.HandlePublisher(up);
            progress.HandlePublisher(down);
            progress.HandlePublisher(up with { LastRejection = "the broker refused qit/a/b: NotAuthorized" });
        });
        Assert.That(lines, Is.EqualTo(new[]
        {
            "mqtt       connected to 127.0.0.1:1883", "mqtt       the MQTT broker does not answer",
            "mqtt       the broker refused qit/a/b: NotAuthorized", "mqtt       connected to 127.0.0.1:1883",
        }));
    }

    private static string[] Lines(Action<ConsoleProgress> act)
    {
        var output = new StringWriter();
        act(new ConsoleProgress(output, SyntheticResults.Run()));
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
