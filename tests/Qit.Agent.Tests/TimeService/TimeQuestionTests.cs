using System.Text;
using CsCheck;
using Qit.Agent.TimeService;

namespace Qit.Agent.Tests.TimeService;

public sealed class TimeQuestionTests
{
    [TestCase("", double.PositiveInfinity)]
    [TestCase("{\"schemaVersion\":1}", double.PositiveInfinity)]
    [TestCase(" {\"maximumUncertaintyPicoseconds\": 2.5e3, \"schemaVersion\": 1} ", 2500)]
    public void Question_IsRead(string json, double limit)
    {
        Assert.That(TimeQuestion.TryParse(Encoding.UTF8.GetBytes(json), out TimeQuestion? question, out string? fault), Is.True, fault);
        Assert.That(question!.MaximumUncertaintyPicoseconds, Is.EqualTo(limit));
    }

    [TestCase("{}", "schemaVersion is missing")]
    [TestCase("{\"schemaVersion\":2}", "schemaVersion is missing or not 1")]
    [TestCase("{\"schemaVersion\":\"1\"}", "schemaVersion")]
    [TestCase("{\"schemaVersion\":1,\"maximumUncertaintyPicoseconds\":0}", "no number above 0")]
    [TestCase("{\"schemaVersion\":1,\"maximumUncertaintyPicoseconds\":1e999}", "no number above 0")]
    [TestCase("{\"schemaVersion\":1,\"maximumUncertaintyPicoseconds\":null}", "no number above 0")]
    [TestCase("{\"schemaVersion\":1,\"evil\":\"<script>\"}", "not known")]
    [TestCase("{\"schemaVersion\":1,\"schemaVersion\":1}", "not JSON")]
    [TestCase("{\"schemaVersion\":1}}", "not JSON")]
    [TestCase("null", "no JSON object")]
    [TestCase("what time is it?", "not JSON")]
    public void WhatIsNoQuestion_IsRefused_WithoutRepeatingIt(string json, string why)
    {
        Assert.That(TimeQuestion.TryParse(Encoding.UTF8.GetBytes(json), out _, out string? fault), Is.False);
        Assert.That(fault, Does.Contain(why).And.Contain("right would be").And.Not.Contain("script"));
    }

    [Test]
    public void LongQuestion_IsNotRead() =>
        Assert.That(TimeQuestion.TryParse(new byte[TimeQuestion.LargestBytes + 1], out _, out string? fault), Is.False, fault);

    /// <summary>Any bytes: an answer or a reason, never an exception.</summary>
    [Test]
    public void AnyBytes_AreJudged() =>
        Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.String[Gen.Char["{}[]\":,1e.-schemaVrion "], 0, 60].Select(Encoding.UTF8.GetBytes)).Sample(bytes =>
        {
            bool isRead = TimeQuestion.TryParse(bytes, out TimeQuestion? question, out string? fault);
            return isRead == (question is not null) && isRead == (fault is null);
        });

    [TestCase("node/7/time", null)]
    [TestCase("qitty/x", null)]
    [TestCase("QIT/bench", null)]
    [TestCase(null, "no response topic")]
    [TestCase("", "no response topic")]
    [TestCase("node/+/time", "wildcard")]
    [TestCase("node/#", "wildcard")]
    [TestCase("#", "wildcard")]
    [TestCase("node\0x", "control character")]
    [TestCase("$SYS/broker", "$")]
    [TestCase("$share/g/x", "$")]
    [TestCase("qit", "qit/")]
    [TestCase("qit/bench/timing/offset", "qit/")]
    [TestCase("qit/another/status", "qit/")]
    public void ResponseTopic_IsJudged(string? topic, string? fault)
    {
        string? found = ReturnAddress.FindFault(topic, null);
        Assert.That(found, fault is null ? Is.Null : Does.Contain(fault!));
    }

    [TestCase(256, null)]
    [TestCase(257, "longer than")]
    public void LengthOfTheResponseTopic_IsInBytes(int bytes, string? fault) =>
        Assert.That(
            ReturnAddress.FindFault(new string('\u00e9', bytes / 2) + new string('a', bytes % 2), null),
            fault is null ? Is.Null : Does.Contain(fault!));

    [TestCase(256, null)]
    [TestCase(257, "correlation")]
    public void CorrelationData_IsBounded(int bytes, string? fault) =>
        Assert.That(ReturnAddress.FindFault("a", new byte[bytes]), fault is null ? Is.Null : Does.Contain(fault!));

    [Test]
    public void Budget_GivesTheRate_AndABurst()
    {
        var time = new Support.ManualTime();
        var budget = new RequestBudget(5, time);
        int Taken() => Enumerable.Range(0, 100).Count(_ => budget.TryTake());
        Assert.That(Taken(), Is.EqualTo(5));
        time.Advance(0.4);
        Assert.That(Taken(), Is.EqualTo(2));
        time.Advance(1000);
        Assert.That(Taken(), Is.EqualTo(5), "what was not asked is not saved up");
    }
}
