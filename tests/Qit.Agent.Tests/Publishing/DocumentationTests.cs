using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Qit.Agent.Configuration;
using Qit.Agent.Publishing;
using Qit.Agent.Publishing.Payloads;
using Qit.Agent.Tests.Support;

namespace Qit.Agent.Tests.Publishing;

public sealed class DocumentationTests
{
    [Test]
    public void EveryExample_HasExactlyTheFieldsThatArePublished_InTheirOrder()
    {
        var source = new SyntheticResults();
        var factory = new PayloadFactory(SyntheticResults.Run());
        var status = new PublisherStatus { Broker = "127.0.0.1:1883", IsConnected = true };
        byte[] presence = PayloadJson.Write(PresencePayload.Of(SyntheticResults.Run(), isSimulated: true, isOnline: true));
        var published = new Dictionary<string, byte[]>
        {
            ["qit/lab-1/status"] = presence,
            ["qit/lab-1/alice/availability"] = presence,
            ["qit/lab-1/info"] = PayloadJson.Write(factory.CreateInfo(0, status)),
            ["qit/lab-1/alice/state"] = PayloadJson.Write(factory.Create(source.Station("alice", 1), withBits: true)),
            ["qit/lab-1/timing/offset"] = PayloadJson.Write(factory.Create(source.Offset(1), withBits: true)),
            ["qit/lab-1/timing/state"] = PayloadJson.Write(factory.Create(source.Tracking(1), withBits: true)),
            ["qit/lab-1/protocols/round-trip/measurement"] =
                PayloadJson.Write(factory.Create(source.Measurement(1), withBits: true)),
            ["qit/lab-1/protocols/round-trip/state"] =
                PayloadJson.Write(factory.Create(source.ProtocolState(1), withBits: true)),
            ["qit/lab-1/randomness/progress"] = PayloadJson.Write(factory.Create(source.Progress(1), withBits: true)),
            ["qit/lab-1/time/state"] = PayloadJson.Write(factory.Create(SyntheticResults.TimeService(1), withBits: true)),
            ["qit/lab-1/randomness/block"] = PayloadJson.Write(factory.Create(source.Block(1, 1), withBits: true)),
        };
        Dictionary<string, string> documented = Examples();
        Assert.That(documented.Keys, Is.EquivalentTo(published.Keys));
        foreach ((string topic, byte[] payload) in published)
            Assert.That(Fields(documented[topic]), Is.EqualTo(Fields(payload)), topic);
    }

    [Test]
    public void FirstCommand_GoesToTheBrokerThatRunsByDefault() =>
        Assert.That(
            Regex.Match(File.ReadAllText(FindDocument()), "mosquitto_sub -h (\\S+) -p (\\d+)").Groups.Values.Skip(1).Select(group => group.Value),
            Is.EqualTo(new[] { "127.0.0.1", $"{new MqttConfiguration().Port}" }));

    [Test]
    public void OperatorsGuide_NamesEveryExitCode()
    {
        string guide = File.ReadAllText(Path.Combine(Path.GetDirectoryName(FindDocument())!, "operations.md"));
        string section = guide.Split("## Exit codes")[1].Split("## ")[0];
        foreach (FieldInfo code in typeof(ExitCode).GetFields())
            Assert.That(section, Does.Match($@"\b{code.GetRawConstantValue()}\b"), code.Name);
    }

    private static Dictionary<string, string> Examples() =>
        Regex.Matches(File.ReadAllText(FindDocument()), "### (qit/\\S+)\\s+```json\\s(.*?)```", RegexOptions.Singleline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static string[] Fields(ReadOnlyMemory<byte> json) => Names(JsonDocument.Parse(json));

    private static string[] Fields(string json) => Names(JsonDocument.Parse(json));

    private static string[] Names(JsonDocument document) =>
        [.. document.RootElement.EnumerateObject().Select(field => field.Name)];

    private static string FindDocument() => Documents.Find("mqtt.md");
}
