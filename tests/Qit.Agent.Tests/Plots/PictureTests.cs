using System.Xml.Linq;
using NUnit.Framework;
using Qit.Agent.Plots;
using SkiaSharp;

namespace Qit.Agent.Tests.Plots;

/// <summary>Pictures are whole files of the form their name says, and show the numbers they were given.</summary>
public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("qit-pictures").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void SvgShowsCurvesErrorBarsAndMask()
    {
        string bare = Draw("bare.svg", file => Stability(file, masks: [], isSimulated: false));
        string full = Draw("full.svg", file => Stability(
            file, [new SigmaTauMask("PRTC-A MTIE", [(0.1, 25.3e-9), (273, 1e-7), (10000, 1e-7)])], isSimulated: true));
        Assert.That(TextOf(bare), Does.Contain("OADEV").And.Contain("TDEV").And.Not.Contain("PRTC-A MTIE"));
        Assert.That(TextOf(full), Does.Contain("PRTC-A MTIE").And.Contain("SIMULATED"));
        Assert.That(TextOf(bare), Does.Not.Contain("SIMULATED"));
        Assert.That(TextOf(bare), Does.Contain("10⁻¹²"));
    }

    [Test]
    public void PngHasItsSizeAndIsNotBlank()
    {
        string path = Draw("peak.png", file => Peak(file, isSimulated: true));
        using SKBitmap picture = SKBitmap.Decode(path);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((960, 640)));
        SKColor[] pixels = picture.Pixels;
        // Both panels: the one drawn last must not have wiped out the other.
        foreach (SKColor[] half in new[] { pixels[..(960 * 400)], pixels[(960 * 450)..] })
            Assert.That(half.Distinct().Count(), Is.GreaterThan(50));
    }

    [Test]
    public void MoreDataMakesMoreMarks()
    {
        string few = Draw("few.svg", file => CorrelationPeakPlot.Save("few", Bins(10), false, file));
        string many = Draw("many.svg", file => CorrelationPeakPlot.Save("many", Bins(80), false, file));
        Assert.That(Shapes(many), Is.GreaterThan(Shapes(few) + 100));
    }

    [Test]
    public void OffsetPictureSaysWhichLineWasTakenOff()
    {
        string path = Draw("offset.svg", file => OffsetPlot.Save("alice and bob", OffsetPoints(), true, file));
        Assert.That(TextOf(path), Does.Contain("taken off: 1000000 ps + 250 ps/s"));
    }

    [Test]
    public void OtherEndingsAndMissingFoldersAreRefused()
    {
        Assert.That(
            () => PictureFile.Parse("--plot", Path.Combine(folder, "a.jpg")),
            Throws.TypeOf<BadInputException>().With.Message.Contains(".svg or .png"));
        Assert.That(
            () => PictureFile.Parse("--plot", Path.Combine(folder, "none", "a.svg")),
            Throws.TypeOf<BadInputException>().With.Message.Contains("no folder"));
        Assert.That(PictureFile.Parse("--plot", null), Is.Null);
    }

    [Test]
    public void APictureThatCannotBeWrittenLeavesNothing()
    {
        string path = Path.Combine(folder, "taken.svg");
        Directory.CreateDirectory(path);
        PictureFile file = PictureFile.Parse("--plot", path)!;
        Assert.That(() => Peak(file, false), Throws.TypeOf<BadInputException>().With.Message.Contains("taken.svg"));
        Assert.That(Directory.GetFileSystemEntries(folder), Has.Length.EqualTo(1));
    }

    private string Draw(string name, Action<PictureFile> draw)
    {
        string path = Path.Combine(folder, name);
        draw(PictureFile.Parse("--plot", path)!);
        Assert.That(Directory.GetFiles(folder, "*.partial"), Is.Empty);
        if (Environment.GetEnvironmentVariable("QIT_SCREENSHOTS") is { Length: > 0 } kept)
            File.Copy(path, Path.Combine(kept, name), overwrite: true);
        return path;
    }

    private static string TextOf(string path) =>
        string.Join("\n", XDocument.Load(path).Descendants(Svg + "text").Select(text => text.Value));

    private static int Shapes(string path) => XDocument.Load(path).Descendants().Count();

    private static void Stability(PictureFile file, IReadOnlyList<SigmaTauMask> masks, bool isSimulated)
    {
        int[] octaves = [.. Enumerable.Range(0, 12)];
        var adev = new SigmaTauCurve("OADEV", [.. octaves.Select(octave =>
        {
            double tau = Math.Pow(2, octave);
            double value = 1e-11 / Math.Sqrt(tau);
            return (tau, value, ((double, double)?)(value * (1 - (octave * 0.04)), value * (1 + (octave * 0.08))));
        })]);
        var tdev = new SigmaTauCurve("TDEV", [.. adev.Points.Select(
            point => (point.TauSeconds, point.Value * point.TauSeconds / Math.Sqrt(3), ((double, double)?)null))]);
        StabilityPlot.Save("hydrogen maser against itself", [adev], [tdev], masks, isSimulated, file);
    }

    private static void Peak(PictureFile file, bool isSimulated) =>
        CorrelationPeakPlot.Save("offset 139.1147(69) ns", Bins(80), isSimulated, file);

    private static List<PeakBin> Bins(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            double at = (index - (count / 2.0)) * 25;
            double expected = 20 + (400 * Math.Exp(-at * at / (2 * 200.0 * 200)));
            return new PeakBin(at, Math.Round(expected + (Math.Sqrt(expected) * ((2 * random.NextDouble()) - 1))), expected);
        })];
    }

    private static List<OffsetPoint> OffsetPoints() => [.. Enumerable.Range(0, 121).Select(second =>
    {
        double state = 1e6 + (250.0 * (second - 60));
        bool isHoldover = second is > 60 and < 80;
        double error = isHoldover ? 2 + (0.5 * (second - 60)) : 2;
        double? measured = isHoldover ? null : state + (6 * Math.Sin(second * 12.9898));
        return new OffsetPoint(second, measured, 6, state, error);
    })];
}
