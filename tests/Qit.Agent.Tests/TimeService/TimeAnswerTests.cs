using System.Text.Json;
using System.Text.RegularExpressions;
using Qit.Agent.Tests.Support;
using Qit.Agent.TimeService;

namespace Qit.Agent.Tests.TimeService;

public sealed class TimeAnswerTests
{
    [Test]
    public void Answer_SurvivesTheWay()
    {
        Offsets offsets = new Offsets(frequency: 1e-9).Settled();
        TimeAnswer answer = TimeAnswer.Of(SyntheticResults.Run(isSimulated: false), offsets.Correction());
        Assert.That(TimeAnswer.Read(answer.Write()), Is.EqualTo(answer));
        Assert.That(answer.Status, Is.EqualTo("valid"));
        Assert.That(answer.SecurityStatus, Is.EqualTo("notAssessed"));
        Assert.That(answer.Simulated, Is.False);
        Assert.That(TimeAnswer.Of(SyntheticResults.Run(isSimulated: true), offsets.Correction()).Simulated, Is.True);
        TimeAnswer refusal = TimeAnswer.Of(SyntheticResults.Run(), new Offsets().Refusal());
        Assert.That(TimeAnswer.Read(refusal.Write()), Is.EqualTo(refusal));
        Assert.That(refusal.OffsetPicoseconds, Is.Null);
    }

    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("\"status\":\"valid\"", TestName = "not an object")]
    public void WhatIsNoAnswer_IsNotRead(string json) =>
        Assert.That(() => TimeAnswer.Read(System.Text.Encoding.UTF8.GetBytes(json)), Throws.InstanceOf<JsonException>());

    [TestCase("schemaVersion", "2")]
    [TestCase("offsetPicoseconds", "null")]
    [TestCase("uncertaintyPicoseconds", "0")]
    [TestCase("validForSeconds", "-1")]
    [TestCase("status", "\"maybe\"")]
    [TestCase("simulated", "null")]
    public void AnswerThatIsNotWhole_IsNotRead(string field, string value)
    {
        byte[] good = TimeAnswer.Of(SyntheticResults.Run(), new Offsets().Settled().Correction()).Write();
        string bad = Regex.Replace(System.Text.Encoding.UTF8.GetString(good), $"\"{field}\":[^,}}]+", $"\"{field}\":{value}");
        Assert.That(() => TimeAnswer.Read(good), Throws.Nothing, "control");
        Assert.That(() => TimeAnswer.Read(System.Text.Encoding.UTF8.GetBytes(bad)), Throws.InstanceOf<JsonException>());
    }

    /// <summary>The table of docs/time-service.md has every field of an answer, in order, and every refusal.</summary>
    [Test]
    public void Documentation_HasEveryField_AndEveryRefusal()
    {
        string text = File.ReadAllText(Documents.Find("time-service.md"));
        string table = text.Split("## The answer")[1].Split("## ")[0];
        string[] documented = [.. Regex.Matches(table, @"^\| `(\w+)`", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        byte[] answer = TimeAnswer.Of(SyntheticResults.Run(), new Offsets().Refusal()).Write();
        using JsonDocument json = JsonDocument.Parse(answer);
        Assert.That(documented, Is.EqualTo(json.RootElement.EnumerateObject().Select(field => field.Name)));
        string refusals = text.Split("## Refusals")[1].Split("## ")[0];
        foreach (System.Reflection.FieldInfo code in typeof(TimeRefusals).GetFields())
            Assert.That(refusals, Does.Contain($"| `{code.GetRawConstantValue()}`"));
    }
}
