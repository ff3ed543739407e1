using System.Text;
using Qit.Agent.Commands;
using ScottPlot;
using SkiaSharp;

namespace Qit.Agent.Plots;

/// <summary>
/// Where a picture goes and in which form: SVG or PNG by the ending of the name. The file appears under its name only when it
/// is whole.
/// </summary>
internal sealed class PictureFile
{
    private const int WidthPixels = 960;

    private readonly string path;
    private readonly bool isSvg;

    private PictureFile(string path, bool isSvg)
    {
        this.path = path;
        this.isSvg = isSvg;
    }

    /// <summary>Takes the user's name for it.</summary>
    /// <param name="option">Name of the option, for the error.</param>
    /// <param name="path">Name that ends in .svg or .png; null stays null.</param>
    /// <exception cref="BadInputException">The name ends otherwise, or its folder does not exist.</exception>
    public static PictureFile? Parse(string option, string? path)
    {
        if (path is null)
            return null;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (!Directory.Exists(folder))
            throw new BadInputException($"{option}: there is no folder {folder}");
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SVG" => new PictureFile(path, isSvg: true),
            ".PNG" => new PictureFile(path, isSvg: false),
            _ => throw new BadInputException($"{option} is '{path}'; right would be a name that ends in .svg or .png"),
        };
    }

    /// <summary>Draws and writes it.</summary>
    /// <param name="panels">Panels from top to bottom, each with its share of the height.</param>
    /// <param name="heightPixels">Height of the picture.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public void Save(IReadOnlyList<(Plot Plot, double Share)> panels, int heightPixels)
    {
        try
        {
            using var whole = new WholeFile(path);
            if (isSvg)
                WriteSvg(whole.Stream, panels, heightPixels);
            else
                WritePng(whole.Stream, panels, heightPixels);
            whole.Finish();
            whole.Commit();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: cannot be written: {fault.Message}", fault);
        }
    }

    private static void WriteSvg(Stream stream, IReadOnlyList<(Plot Plot, double Share)> panels, int heightPixels)
    {
        using var drawn = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, WidthPixels, heightPixels), drawn))
            Draw(canvas, panels, heightPixels);
        // A viewBox, which the canvas leaves out, lets a page scale the picture.
        string text = Encoding.UTF8.GetString(drawn.GetBuffer(), 0, (int)drawn.Length);
        string size = $"width=\"{WidthPixels}\" height=\"{heightPixels}\"";
        int at = text.IndexOf(size, StringComparison.Ordinal);
        if (at >= 0)
            text = text.Insert(at, $"viewBox=\"0 0 {WidthPixels} {heightPixels}\" ");
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void WritePng(Stream stream, IReadOnlyList<(Plot Plot, double Share)> panels, int heightPixels)
    {
        using var surface = SKSurface.Create(new SKImageInfo(WidthPixels, heightPixels));
        Draw(surface.Canvas, panels, heightPixels);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(stream);
    }

    private static void Draw(SKCanvas canvas, IReadOnlyList<(Plot Plot, double Share)> panels, int heightPixels)
    {
        canvas.Clear(SKColors.White);
        double whole = panels.Sum(panel => panel.Share);
        float top = 0;
        foreach ((Plot plot, double share) in panels)
        {
            float bottom = top + (float)(heightPixels * share / whole);
            // Each would wipe out the panels above it.
            plot.RenderManager.ClearCanvasBeforeEachRender = false;
            plot.Render(canvas, new PixelRect(0, WidthPixels, bottom, top));
            top = bottom;
        }
    }
}
