using System.Text.RegularExpressions;
using CsCheck;
using Qit.Agent.Publishing;

namespace Qit.Agent.Tests.Publishing;

public sealed partial class TopicNamesTests
{
    [Test]
    public void EveryTopic_HasTheDocumentedNameAndCharset()
    {
        var topics = new TopicNames("lab-1");
        string[] all =
        [
            topics.Status, topics.Info, topics.Availability("alice"), topics.State("alice"), topics.TimingOffset,
            topics.TimingState, topics.RandomnessProgress, topics.RandomnessBlock, topics.TimeRequest, topics.TimeState,
            topics.ReferenceState, topics.ReferenceAlarm, topics.ReferenceStability,
        ];
        Assert.That(all, Is.EqualTo(new[]
        {
            "qit/lab-1/status", "qit/lab-1/info", "qit/lab-1/alice/availability", "qit/lab-1/alice/state",
            "qit/lab-1/timing/offset", "qit/lab-1/timing/state", "qit/lab-1/randomness/progress",
            "qit/lab-1/randomness/block", "qit/lab-1/time/request", "qit/lab-1/time/state", "qit/lab-1/reference/state", "qit/lab-1/reference/alarm",
            "qit/lab-1/reference/stability",
        }));
    }

    [Test]
    public void AnyName_IsALevelOrIsRefusedByName() =>
        Gen.String[Gen.Char["abyz09-_AZ+#/ \u00e4\0"], 0, 6].Sample(name =>
        {
            bool isLevel = Level().IsMatch(name);
            if (isLevel)
            {
                Assert.That(new TopicNames(name).Status, Is.EqualTo($"qit/{name}/status"));
                return;
            }
            Assert.That(() => new TopicNames(name), Throws.ArgumentException.With.Message.Contains($"'{name}'"));
            Assert.That(() => TopicNames.ThrowIfNotStation(name), Throws.ArgumentException);
        });

    [TestCase("status")]
    [TestCase("info")]
    [TestCase("timing")]
    [TestCase("randomness")]
    [TestCase("time")]
    public void StationNamedLikeAGatewayTopic_IsRefused(string name) =>
        Assert.That(() => TopicNames.ThrowIfNotStation(name), Throws.ArgumentException.With.Message.Contains(name));

    [Test]
    public void StationOfAnOrdinaryName_IsAccepted() =>
        Assert.That(() => TopicNames.ThrowIfNotStation("station_2-b"), Throws.Nothing);

    [GeneratedRegex(@"\A[a-z0-9_-]+\z")]
    private static partial Regex Level();
}
