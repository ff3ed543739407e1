using Qit.Agent.Progress;
using Qit.Agent.Publishing;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Progress;

public sealed class RunSummaryTests
{
    [Test]
    public void Summary_AddsUpTheRun()
    {
        var source = new SyntheticResults();
        var summary = new RunSummary(SyntheticResults.Run());
        summary.Handle(source.Station("bob", 90) with { TagsLostCount = 7, TrialsLostCount = 2 });
        summary.Handle(source.Station("alice", 90) with { TagsLostCount = 5 });
        summary.Handle(source.Progress(90));
        foreach ((int k, double error) in new[] { (4, 30.0), (5, -10.0) })
        {
            summary.Handle(source.Offset(k) with
            {
                OffsetPicoseconds = 1_000_000 + error, TruthPicoseconds = 1_000_000, StandardErrorPicoseconds = 10,
            });
        }
        summary.Handle(source.Block(1, 50, isCertified: false));
        summary.Handle(source.Block(2, 70));
        summary.Handle(source.Block(3, 90));

        Assert.That(summary.OffsetCount, Is.EqualTo(2));
        Assert.That(summary.ErrorOverStandardErrorRms, Is.EqualTo(Math.Sqrt((9 + 1) / 2.0)).Within(1e-12));
        Assert.That(summary.FirstOffsetSeconds, Is.EqualTo(4));
        Assert.That(summary.FirstCertifiedBlockSeconds, Is.EqualTo(70));
        Assert.That((summary.CertifiedBlockCount, summary.RefusedBlockCount), Is.EqualTo((2, 1)));
        Assert.That(summary.CertifiedMinEntropyBits, Is.EqualTo(2425));
        Assert.That(summary.OutputBits, Is.EqualTo(2000));

        var output = new StringWriter();
        summary.Write(output, SyntheticResults.Start + 95_500_000_000, new PublisherStatus
        {
            Broker = "127.0.0.1:1883", IsConnected = false, PublishedCount = 1234, DroppedCount = 3, QueuedCount = 1,
            ConnectionCount = 2,
        });
        Assert.That(output.ToString().ReplaceLineEndings("\n"), Is.EqualTo("""

            Summary of run 20260101t000000z-5f3a [simulated]
              run time     1 min 35 s
              offsets      2, the first after 4.0 s
              last offset  bob - alice = +999.990 +- 0.010 ns, path +- 250 ps
              error/SE     rms 2.24 over 2 offsets of known truth (1 when the stated errors are honest)
              bell blocks  2 certified, 1 refused, the first certified after 1 min 10 s
              bits         2 000 extracted from 2 425 bits of certified min-entropy
              losses       12 tags, 2 trials, 1 200 trials discarded
              mqtt         1 234 published, 3 dropped, 1 unsent, 0 refused by the broker, 2 connections
              alice        online, boots 1, resent 3, bad frames 0, ring 5 of 32, entropy source healthy
              bob          online, boots 1, resent 3, bad frames 0, ring 5 of 32, entropy source healthy

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void RunWithoutTruth_ClaimsNoScore()
    {
        var source = new SyntheticResults(isSimulated: false);
        var summary = new RunSummary(SyntheticResults.Run(isSimulated: false));
        summary.Handle(source.Offset(1));
        var output = new StringWriter();
        summary.Write(output, SyntheticResults.Start, null);
        Assert.That(summary.ErrorOverStandardErrorRms, Is.Null);
        Assert.That(output.ToString(), Does.Not.Contain("error/SE").And.Not.Contain("simulated").And.Not.Contain("mqtt"));
    }

    // Honest errors score 1, errors understated by half score 2: 10 seeds of 1000 offsets. The rms of 1000 standard
    // normal scores is within 1 +- 0.09 but for one in 10^4 runs (standard deviation 1/sqrt(2000) = 0.0224, 4 sigma).
    [Test]
    public void Score_TellsHonestErrorsFromUnderstatedOnes([Range(1, 10)] int seed)
    {
        var source = new SyntheticResults(seed);
        var honest = new RunSummary(SyntheticResults.Run());
        var understated = new RunSummary(SyntheticResults.Run());
        for (int k = 0; k < 1000; k++)
        {
            var offset = source.Offset(k);
            honest.Handle(offset);
            understated.Handle(offset with { StandardErrorPicoseconds = offset.StandardErrorPicoseconds / 2 });
        }
        Assert.That(honest.ErrorOverStandardErrorRms, Is.EqualTo(1).Within(0.09));
        Assert.That(understated.ErrorOverStandardErrorRms, Is.EqualTo(2).Within(0.18));
    }
}
