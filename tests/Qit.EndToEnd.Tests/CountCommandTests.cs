using System.Globalization;
using System.Text.Json;
using Qit.Agent;

namespace Qit.EndToEnd.Tests;

public class CountCommandTests
{
    /// <summary>Channel 4 of the capture is channel 1 through 139 ns of cable: each event has its partner there, but for the
    /// last, whose partner would come after the end.</summary>
    [Test]
    public async Task RealCapture_EveryEventHasItsPartner_FromEachEncoding([Values("Aa1fX", "Aa0f", "Aa2f")] string encoding)
    {
        string file = Recordings.Find($"s15/timestamp7_c14_rollover.{encoding}.ts");
        JsonElement json = await CountAsync(ExitCode.Good, file, "--channels", "1,4", "--delay", "4=139114.7");
        JsonElement pattern = json.GetProperty("patterns")[0];
        Assert.That(json.GetProperty("simulated").ValueKind, Is.EqualTo(JsonValueKind.Null), "no header, no sidecar");
        Assert.That(pattern.GetProperty("coincidenceCount").GetInt64(), Is.InRange(429, 431));
        Assert.That(pattern.GetProperty("shiftedAccidentals").GetProperty("value").GetDouble(), Is.LessThan(0.5));
        foreach (JsonElement way in pattern.GetProperty("heraldingEfficiencies").EnumerateArray())
            Assert.That(way.GetProperty("efficiency").GetProperty("value").GetDouble(), Is.InRange(0.99, 1.001));
        await CountAsync(ExitCode.AnswerIsNo, file, "--channels", "1,4");
    }

    /// <summary>A single-photon emitter pulsed at 320 MHz before a beam splitter, whose arms differ by 23.9 ns: pulses every
    /// 3.125 ns, and in the one at zero next to no pairs (2 where its neighbours have about 500).</summary>
    [Test]
    public async Task RealPulsedEmitter_HasNoTwoPhotonsInAPulse()
    {
        string file = Recordings.Find("hydraharp400_t2.ptu");
        JsonElement json = await CountAsync(
            ExitCode.Good, file, "--delay", "1=23900", "--g2", "0,1", "--bin", "3125", "--range", "31250");
        long[] counts = [.. json.GetProperty("correlation").GetProperty("bins").EnumerateArray()
            .Select(bin => bin.GetProperty("count").GetInt64())];
        Assert.That(counts, Has.Length.EqualTo(21));
        Assert.That(counts[10], Is.LessThan(10));
        Assert.That(counts.Where((_, index) => index != 10), Has.All.InRange(400, 600));
    }

    private static async Task<JsonElement> CountAsync(int expected, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(["count", .. arguments, "--json"], output, errors);
        Assert.That(code, Is.EqualTo(expected), errors.ToString());
        return JsonDocument.Parse(output.ToString()).RootElement;
    }
}
