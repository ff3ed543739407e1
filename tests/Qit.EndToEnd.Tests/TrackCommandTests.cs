using System.Globalization;
using System.Text.Json;
using Qit.Agent;

namespace Qit.EndToEnd.Tests;

public class TrackCommandTests
{
    /// <summary>34 ms of a real capture, shorter than an acquisition: searched at the end of the file, and followed in
    /// intervals of 10 ms. The cable is known to 7 ps from all of it.</summary>
    [Test]
    public async Task RealCapture_IsFollowedAlongTheCable()
    {
        string file = Recordings.Find("s15/timestamp7_c14_rollover.Aa1fX.ts");
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(
            ["track", file, "--channel-a", "1", "--channel-b", "4", "--interval", "0.01", "--json"], output, errors);
        Assert.That(code, Is.EqualTo(ExitCode.Good), errors.ToString());
        JsonElement[] lines = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.That(lines, Has.Length.GreaterThanOrEqualTo(3));
        foreach (JsonElement line in lines[..^1])
        {
            double error = line.GetProperty("offsetStandardErrorPicoseconds").GetDouble();
            Assert.That(error, Is.InRange(8, 25));
            Assert.That(line.GetProperty("offsetPicoseconds").GetDouble(), Is.EqualTo(139_115).Within((5 * error) + 7));
        }
        Assert.That(lines[^1].GetProperty("files")[0].GetProperty("eventCount").GetInt32(), Is.EqualTo(862));
    }
}
