using System.Text.Json;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Simulation;

public class WorldOptionsTests
{
    [Test]
    public void Defaults_AreAllowed() => Assert.That(() => WorldOptionsCheck.Check(new WorldOptions()), Throws.Nothing);

    [TestCase("{\"detectorA\": {\"efficiency\": 1.5}}", "detectorA.efficiency", "1.5", "0 to 1")]
    [TestCase("{\"source\": {\"pairsPerSecond\": -1}}", "source.pairsPerSecond", "-1", "0 to 1000000000")]
    [TestCase("{\"channelB\": {\"groupIndex\": 0.9}}", "channelB.groupIndex", "0.9", "1 to 5")]
    [TestCase("{\"clockB\": {\"offsetPicoseconds\": 2e13}}", "clockB.offset", "2000000", "to 10000000000000")]
    [TestCase("{\"taggerA\": {\"counterBits\": 33}}", "taggerA.counterBits", "33", "8 to 32")]
    [TestCase("{\"taggerA\": {\"counterBits\": 8}}", "taggerA.counterBits", "8", "a quarter turn lasts at least 1 us")]
    [TestCase("{\"taggerB\": {\"channel\": 5}}", "taggerB.channel", "5", "1 to 4")]
    [TestCase("{\"taggerB\": {\"dropOneIn\": 1}}", "taggerB.dropOneIn", "1", "0 (off), or 2 and more")]
    [TestCase("{\"taggerB\": {\"tickFemtosecondsNumerator\": 99}}", "taggerB.tickFemtoseconds", "99", "100 to 1E+09")]
    [TestCase("{\"bell\": {\"visibility\": 1.01}}", "bell.visibility", "1.01", "0 to 1")]
    [TestCase("{\"bell\": {\"selectorQueueTrials\": 12}}", "bell.selectorQueueTrials", "12", "a multiple of 8")]
    [TestCase("{\"entropyB\": {\"claimedMillibitsPerByte\": 8001}}", "entropyB.claimedMillibits", "8001", "0 to 8000")]
    [TestCase("{\"truthSeconds\": 0}", "truthSeconds", "0", "1 to 10000")]
    public void WrongOption_IsNamedWithItsValueAndRange(string json, string option, string value, string range)
    {
        WorldOptions options = JsonSerializer.Deserialize<WorldOptions>(json, SimulationJson.SerializerOptions)!;
        WorldOptionException error = Assert.Throws<WorldOptionException>(() => _ = new SimulatedWorld(options))!;
        Assert.That(error.Option, Does.StartWith(option));
        Assert.That(error.Message, Does.StartWith("Option " + option).And.Contain(value).And.Contain(range));
    }

    [Test]
    public void NotANumber_IsOutsideEveryRange()
    {
        var options = new WorldOptions { ClockA = new() { FrequencyOffset = double.NaN } };
        Assert.That(() => new SimulatedWorld(options), Throws.TypeOf<WorldOptionException>());
    }

    // One property out of its range at a time, found by reflection: an option that the check forgets would pass.
    [TestCaseSource(nameof(NumericOptions))]
    public void EveryNumericOption_HasARange(string section, string property)
    {
        string json = section.Length == 0
            ? $"{{\"{property}\": -999999999999999999}}"
            : $"{{\"{section}\": {{\"{property}\": -999999999999999999}}}}";
        WorldOptions options;
        try
        {
            options = JsonSerializer.Deserialize<WorldOptions>(json, SimulationJson.SerializerOptions)!;
        }
        catch (JsonException)
        {
            // Beyond an int: JSON refuses it already, so try the lowest int.
            json = json.Replace("-999999999999999999", "-2147483648", StringComparison.Ordinal);
            options = JsonSerializer.Deserialize<WorldOptions>(json, SimulationJson.SerializerOptions)!;
        }

        Assert.That(() => WorldOptionsCheck.Check(options), Throws.TypeOf<WorldOptionException>());
    }

    [Test]
    public void Null_IsRefused_FromJsonAndFromCode()
    {
        Assert.That(
            () => JsonSerializer.Deserialize<WorldOptions>("{\"channelA\": null}", SimulationJson.SerializerOptions),
            Throws.TypeOf<JsonException>());
        Assert.That(
            () => WorldOptionsCheck.Check(new WorldOptions { ChannelA = null! }),
            Throws.TypeOf<WorldOptionException>().With.Message.Contains("channelA is null").And.Message.Contains("an object"));
    }

    [Test]
    public void DoubledProperty_IsRefused() =>
        Assert.That(
            () => JsonSerializer.Deserialize<WorldOptions>("{\"seed\": 1, \"seed\": 2}", SimulationJson.SerializerOptions),
            Throws.TypeOf<JsonException>());

    [TestCase("{\"sede\": 7}")]
    [TestCase("{\"bell\": {\"visibillity\": 1}}")]
    [TestCase("{\"clockA\": {\"OffsetPicoseconds\": 1}}")]
    public void UnknownProperty_IsAnError_EvenWithTheSerializersOwnDefaults(string json)
    {
        Assert.That(
            () => JsonSerializer.Deserialize<WorldOptions>(json, SimulationJson.SerializerOptions),
            Throws.TypeOf<JsonException>());
        var lax = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        Assert.That(() => JsonSerializer.Deserialize<WorldOptions>(json, lax), Throws.TypeOf<JsonException>());
    }

    [Test]
    public void Json_GoesThereAndBack()
    {
        var options = new WorldOptions
        {
            Seed = ulong.MaxValue,
            Bell = new() { LocalHiddenVariables = true, Visibility = 0.123456789 },
            EntropyA = new() { ClaimedMillibitsPerByte = 6000 },
            ClockB = new() { WhiteFrequencyLevel = 3e-25 },
        };
        string json = JsonSerializer.Serialize(options, SimulationJson.SerializerOptions);
        Assert.That(json, Does.Contain("\"localHiddenVariables\": true").And.Contain("\"whiteFrequencyLevel\": 3E-25"));
        WorldOptions? back = JsonSerializer.Deserialize<WorldOptions>(json, SimulationJson.SerializerOptions);
        Assert.That(back, Is.EqualTo(options));
    }

    private static IEnumerable<object[]> NumericOptions()
    {
        foreach (var section in typeof(WorldOptions).GetProperties().Where(p => p.PropertyType != typeof(ulong)))
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(section.Name);
            if (section.PropertyType == typeof(int))
            {
                yield return ["", name];
                continue;
            }

            foreach (var property in section.PropertyType.GetProperties()
                .Where(p => p.PropertyType != typeof(bool) && p.PropertyType != typeof(string)))
            {
                yield return [name, JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
            }
        }
    }
}
