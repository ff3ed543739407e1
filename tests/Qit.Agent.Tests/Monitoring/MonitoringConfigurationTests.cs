using Qit.Agent.Configuration;

namespace Qit.Agent.Tests.Monitoring;

public sealed class MonitoringConfigurationTests
{
    private const string Three = "\"stations\": [{\"name\":\"a\"},{\"name\":\"b\",\"clock\":\"maser\"},{\"name\":\"c\"}]";

    [Test]
    public void GoodSection_IsRead_AndOffByDefault()
    {
        Assert.That(new AgentConfiguration().Monitoring.Enabled, Is.False);
        MonitoringConfiguration monitoring = Parse($"\"enabled\": true, {Three}, \"gateways\": [\"g2\"]").Monitoring;
        Assert.That(monitoring.Stations.Select(station => station.Clock), Is.EqualTo(new[] { "unknown", "maser", "unknown" }));
        Assert.That(monitoring.Gateways, Is.EqualTo(new[] { "g2" }));
    }

    [TestCase("\"enabled\": true", "monitoring.stations has 0 entries; right would be 3 to 16")]
    [TestCase("\"stations\": [{\"name\":\"a\"},{\"name\":\"a\"}]", "monitoring.stations[1].name is said twice")]
    [TestCase("\"stations\": [{\"name\":\"A\"}]", "monitoring.stations[0].name is 'A'")]
    [TestCase("\"stations\": [{\"name\":\"a\",\"clock\":\"sundial\"}]", "monitoring.stations[0].clock is 'sundial'")]
    [TestCase("\"gateways\": [\"bench\"]", "monitoring.gateways[0] is this gateway")]
    [TestCase("\"gateways\": [\"g\",\"g\"]", "monitoring.gateways[1] is said twice")]
    [TestCase("\"gateways\": [\"g/#\"]", "monitoring.gateways[0] is 'g/#'")]
    [TestCase("\"epochSeconds\": 0.5", "monitoring.epochSeconds is 0.5")]
    [TestCase("\"lateSeconds\": -1", "monitoring.lateSeconds is -1")]
    [TestCase("\"learningEpochs\": 29", "monitoring.learningEpochs is 29")]
    [TestCase("\"holdOffSeconds\": -1", "monitoring.holdOffSeconds is -1")]
    [TestCase("\"frequencyTolerance\": 1", "monitoring.frequencyTolerance is 1")]
    [TestCase("\"epoch\": 1", "'epoch' is no option of monitoring")]
    public void BadSection_IsRefusedByName(string section, string expected) =>
        Assert.That(() => Parse(section), Throws.TypeOf<BadInputException>().With.Message.Contains(expected));

    [Test]
    public void EpochShorterThanAnOffset_IsRefused() => Assert.That(
        () => ConfigurationFile.Parse(
            $"{{\"timing\": {{\"intervalSeconds\": 10}}, \"monitoring\": {{\"enabled\": true, \"epochSeconds\": 5, {Three}}}}}", "x"),
        Throws.TypeOf<BadInputException>().With.Message.Contains("at least timing.intervalSeconds, 10"));

    private static AgentConfiguration Parse(string section) =>
        ConfigurationFile.Parse($"{{\"monitoring\": {{{section}}}}}", "x.json");
}
