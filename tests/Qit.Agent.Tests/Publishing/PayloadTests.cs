using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Qit.Agent.Publishing;
using Qit.Agent.Publishing.Payloads;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Timing.Tracking;

namespace Qit.Agent.Tests.Publishing;

public sealed class PayloadTests
{
    private static readonly string[] MandatoryFields =
        ["schemaVersion", "gateway", "runId", "seq", "ts", "simulated", "securityStatus"];

    private static readonly Gen<double> AnyDouble = Gen.OneOf(
        Gen.Double, Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity),
        Gen.Const(0.0), Gen.Const(double.MaxValue), Gen.Const(double.Epsilon));

    [Test]
    public void EveryPayload_StartsWithTheMandatoryFields([Values] bool isSimulated)
    {
        var factory = new PayloadFactory(SyntheticResults.Run(isSimulated: isSimulated));
        List<Payload> payloads = [.. AllResults(isSimulated).Select(result => factory.Create(result, withBits: true))];
        payloads.Add(factory.CreateInfo(SyntheticResults.Start, AnyStatus()));
        for (int i = 0; i < payloads.Count; i++)
        {
            JsonElement json = Parse(payloads[i]);
            Assert.That(json.EnumerateObject().Select(field => field.Name).Take(7), Is.EqualTo(MandatoryFields),
                payloads[i].GetType().Name);
            Assert.That(json.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
            Assert.That(json.GetProperty("gateway").GetString(), Is.EqualTo("lab-1"));
            Assert.That(json.GetProperty("runId").GetString(), Is.EqualTo("20260101t000000z-5f3a"));
            Assert.That(json.GetProperty("seq").GetInt64(), Is.EqualTo(i + 1), "seq counts every message");
            Assert.That(json.GetProperty("ts").ValueKind, Is.EqualTo(JsonValueKind.String));
            Assert.That(long.Parse(json.GetProperty("ts").GetString()!), Is.GreaterThanOrEqualTo(SyntheticResults.Start));
            Assert.That(json.GetProperty("simulated").GetBoolean(), Is.EqualTo(isSimulated));
        }
    }

    [Test]
    public void SecurityStatus_SaysWhatWasShownAndNoMore()
    {
        var source = new SyntheticResults();
        Assert.That(StatusOf(source.Offset(0)), Is.EqualTo("unverified"));
        Assert.That(StatusOf(source.Tracking(0)), Is.EqualTo("unverified"));
        Assert.That(StatusOf(source.Block(1, 0)), Is.EqualTo("certified"));
        Assert.That(StatusOf(source.Block(1, 0, isCertified: false)), Is.EqualTo("refused"));
        Assert.That(StatusOf(source.Progress(0)), Is.EqualTo("none"));
        Assert.That(StatusOf(source.Station("alice", 0)), Is.EqualTo("none"));
    }

    [Test]
    public void AnyDouble_BecomesANumberOrNull_NeverNaN() =>
        Gen.Select(AnyDouble, AnyDouble, AnyDouble).Sample((a, b, c) =>
        {
            OffsetResult result = new SyntheticResults().Offset(1) with
            {
                OffsetPicoseconds = a, StandardErrorPicoseconds = b, TruthPicoseconds = c, Coincidences = b,
            };
            JsonElement json = Parse(new PayloadFactory(SyntheticResults.Run()).Create(result, withBits: true));
            AssertSame(json.GetProperty("offsetPicoseconds"), a);
            AssertSame(json.GetProperty("standardErrorPicoseconds"), b);
            AssertSame(json.GetProperty("truthPicoseconds"), c);
            AssertSame(json.GetProperty("coincidenceCount"), b);
        });

    [Test]
    public void Offset_IsWrittenAsDocumented()
    {
        var result = new OffsetResult(1_767_225_600_123_456_789, false)
        {
            StationA = "alice", StationB = "bob", StationTimePicoseconds = 9_007_199_254_740_993,
            OffsetPicoseconds = -1234.5, StandardErrorPicoseconds = 3.25, PathUncertaintyPicoseconds = 100,
            FrequencyOffset = 2.5e-9, FrequencyOffsetStandardError = 5e-10, Coincidences = 4000.5, Accidentals = 40.25,
            PeakWidthPicosecondsRms = 400, State = OffsetResult.Holdover,
            FilteredStationTimePicoseconds = 9_007_199_254_740_993, FilteredOffsetPicoseconds = -1234.25,
            FilteredStandardErrorPicoseconds = 2.5, FrequencyDrift = 1 / 86_400e9, FrequencyDriftStandardError = 0,
            Events = [new(TrackerEventKind.CycleSlip, 9_007_199_254_740_992, -25_000.5, 4, -2),
                new(TrackerEventKind.SignalLost, 0)],
        };
        AssertJson(new PayloadFactory(SyntheticResults.Run(isSimulated: false)).Create(result, withBits: true), """
            {"schemaVersion":1,"gateway":"lab-1","runId":"20260101t000000z-5f3a","seq":1,"ts":"1767225600123456789",
            "simulated":false,"securityStatus":"unverified","stationA":"alice","stationB":"bob",
            "stationTimePicoseconds":"9007199254740993","offsetPicoseconds":-1234.5,"standardErrorPicoseconds":3.25,
            "pathUncertaintyPicoseconds":100,"frequencyOffsetPartsPerBillion":2.5,
            "frequencyOffsetStandardErrorPartsPerBillion":0.5,"coincidenceCount":4000.5,"accidentalCount":40.25,
            "peakWidthPicosecondsRms":400,"truthPicoseconds":null,"state":"holdover",
            "filteredStationTimePicoseconds":"9007199254740993","filteredOffsetPicoseconds":-1234.25,
            "filteredStandardErrorPicoseconds":2.5,"frequencyDriftPartsPerBillionPerDay":1,
            "frequencyDriftStandardErrorPartsPerBillionPerDay":0,"events":[{"kind":"cycleSlip",
            "stationTimePicoseconds":"9007199254740992","sizePicoseconds":-25000.5,"sizeStandardErrorPicoseconds":4,
            "cycles":-2},{"kind":"signalLost","stationTimePicoseconds":"0","sizePicoseconds":null,
            "sizeStandardErrorPicoseconds":null,"cycles":null}]}
            """);
    }

    [Test]
    public void CertifiedRealBlock_BringsItsBitsAndTheirDigest()
    {
        RandomnessResult result = AbcBlock(isSimulated: false, isCertified: true);
        JsonElement json = Parse(new PayloadFactory(SyntheticResults.Run(isSimulated: false)).Create(result, withBits: true));
        // "abc" and its SHA-256: the first example of FIPS 180-4's test vectors.
        Assert.That(json.GetProperty("bits").GetString(), Is.EqualTo("YWJj"));
        Assert.That(json.GetProperty("outputBits").GetInt32(), Is.EqualTo(24));
        Assert.That(json.GetProperty("outputSha256").GetString(),
            Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        Assert.That(json.GetProperty("certified").GetBoolean(), Is.True);
        Assert.That(json.TryGetProperty("warning", out _), Is.False);
        Assert.That(json.TryGetProperty("simulatedBits", out _), Is.False);
    }

    [Test]
    public void SimulatedBlock_CannotBeTakenForRandomness()
    {
        RandomnessResult result = AbcBlock(isSimulated: true, isCertified: true);
        JsonElement json = Parse(new PayloadFactory(SyntheticResults.Run()).Create(result, withBits: true));
        Assert.That(json.GetProperty("warning").GetString(), Is.EqualTo("simulated devices: not randomness"));
        Assert.That(json.GetProperty("simulated").GetBoolean(), Is.True);
        Assert.That(json.GetProperty("bits").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("simulatedBits").GetString(), Is.EqualTo("YWJj"));
    }

    [Test]
    public void RefusedBlock_BringsItsReasonAndNoBits_EvenWhenItsResultHasSome()
    {
        RandomnessResult result = AbcBlock(isSimulated: false, isCertified: false) with { Refusal = "too few won" };
        Payload payload = new PayloadFactory(SyntheticResults.Run(isSimulated: false)).Create(result, withBits: true);
        JsonElement json = Parse(payload);
        Assert.That(json.GetProperty("certified").GetBoolean(), Is.False);
        Assert.That(json.GetProperty("refusal").GetString(), Is.EqualTo("too few won"));
        Assert.That(json.GetProperty("outputBits").GetInt32(), Is.Zero);
        Assert.That(json.GetProperty("outputSha256").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetRawText(), Does.Not.Contain("YWJj"));
    }

    [Test]
    public void WithoutBits_OnlyTheirDigestLeaves()
    {
        JsonElement json = Parse(new PayloadFactory(SyntheticResults.Run(isSimulated: false))
            .Create(AbcBlock(isSimulated: false, isCertified: true), withBits: false));
        Assert.That(json.GetRawText(), Does.Not.Contain("YWJj"));
        Assert.That(json.GetProperty("outputSha256").GetString(), Does.StartWith("ba7816bf"));
    }

    [Test]
    public void CertifiedBlockOfWrongLength_IsRefusedAsOurBug()
    {
        RandomnessResult result = AbcBlock(isSimulated: false, isCertified: true) with { OutputBits = 25 };
        Assert.That(() => new PayloadFactory(SyntheticResults.Run()).Create(result, withBits: true),
            Throws.ArgumentException.With.Message.Contains("25 output bits"));
    }

    [Test]
    public void Sentences_StayReadable()
    {
        StationResult result = new SyntheticResults().Station("alice", 1, fault: "5 µs > 1 µs: \"PPS\" lost");
        byte[] json = PayloadJson.Write(new PayloadFactory(SyntheticResults.Run()).Create(result, withBits: true));
        Assert.That(System.Text.Encoding.UTF8.GetString(json), Does.Contain("""5 µs > 1 µs: \"PPS\" lost"""));
    }

    private static RandomnessResult AbcBlock(bool isSimulated, bool isCertified) =>
        new SyntheticResults(isSimulated: isSimulated).Block(1, 0) with
        {
            IsCertified = isCertified, Output = "abc"u8.ToArray(), OutputBits = 24,
        };

    private static AgentResult[] AllResults(bool isSimulated)
    {
        var source = new SyntheticResults(isSimulated: isSimulated);
        return [source.Offset(1), source.Station("alice", 1), source.Tracking(1), source.Progress(1), source.Block(1, 1),
            source.Block(2, 1, isCertified: false)];
    }

    private static PublisherStatus AnyStatus() => new() { Broker = "127.0.0.1:1883", IsConnected = true };

    private static string? StatusOf(AgentResult result) =>
        Parse(new PayloadFactory(SyntheticResults.Run()).Create(result, withBits: true)).GetProperty("securityStatus").GetString();

    private static JsonElement Parse(Payload payload) => JsonDocument.Parse(PayloadJson.Write(payload)).RootElement;

    private static void AssertSame(JsonElement json, double value)
    {
        if (double.IsFinite(value))
            Assert.That(json.GetDouble(), Is.EqualTo(value));
        else
            Assert.That(json.ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static void AssertJson(Payload payload, string expected)
    {
        JsonNode actual = JsonNode.Parse(PayloadJson.Write(payload))!;
        Assert.That(JsonNode.DeepEquals(actual, JsonNode.Parse(expected)), Is.True, actual.ToJsonString());
    }
}
