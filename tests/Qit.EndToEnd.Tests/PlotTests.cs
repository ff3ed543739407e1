using System.Globalization;
using System.Xml.Linq;
using Qit.Agent;

namespace Qit.EndToEnd.Tests;

/// <summary>Every tool that promises a picture draws it from simulated files, marks it, and says no to what it cannot draw.
/// </summary>
public class PlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("qit-plots").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task OffsetTrackAndStability_DrawWhatTheyPrint()
    {
        string name = Path.Combine(folder, "demo");
        await RunAsync(ExitCode.Good, "simulate", name, "--seconds", "12");
        string a = Path.Combine(folder, "demo.alice.a1");
        string b = Path.Combine(folder, "demo.bob.a1");

        string peak = Path.Combine(folder, "peak.svg");
        string printed = await RunAsync(ExitCode.Good, "offset", a, b, "--plot", peak);
        string offset = printed.Split('\n').Single(line => line.StartsWith("offset", StringComparison.Ordinal)).Split('+', '-')[1];
        string[] texts = TextsOf(peak);
        Assert.That(texts, Has.Some.StartsWith("SIMULATED: offset " + offset.Split(' ')[0]), "the offset it printed");
        Assert.That(texts, Does.Contain("residual / σ"));

        string track = Path.Combine(folder, "track.svg");
        string csv = Path.Combine(folder, "track.csv");
        await RunAsync(ExitCode.Good, "track", a, b, "--plot", track, "--csv", csv);
        Assert.That(TextsOf(track), Has.Some.Contains("taken off: ").And.Some.Contains("filter ± 2σ"));

        string sigma = Path.Combine(folder, "sigma.svg");
        // The clocks lie 128 us apart, far outside the mask: the answer is no, and it is drawn all the same.
        await RunAsync(ExitCode.AnswerIsNo, "stability", csv, "--mask", "prtc-a", "--deviation", "oadev,mtie", "--plot", sigma);
        Assert.That(TextsOf(sigma), Does.Contain("OADEV").And.Contain("MTIE").And.Contain("prtc-a MTIE"));
    }

    [Test]
    public async Task WhatCannotBeDrawn_IsRefusedBeforeTheWork()
    {
        string missing = Path.Combine(folder, "nothing.a1");
        foreach (string tool in new[] { "offset", "track", "stability" })
        {
            string[] input = tool == "stability" ? [missing] : [missing, missing];
            await RunAsync(ExitCode.BadInput, [tool, .. input, "--plot", Path.Combine(folder, "peak.pdf")]);
        }
        Assert.That(Directory.GetFileSystemEntries(folder), Is.Empty);
    }

    private static string[] TextsOf(string path) =>
        [.. XDocument.Load(path).Descendants(Svg + "text").Select(text => text.Value.Trim())];

    private static async Task<string> RunAsync(int expected, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CommandLine.RunAsync(arguments, output, errors);
        Assert.That(code, Is.EqualTo(expected), errors.ToString());
        return output.ToString();
    }
}
