using System.Globalization;

namespace Qit.Agent.Commands;

/// <summary>One line on a terminal that says how far a long run is, a few times a second, and goes when it is done.</summary>
internal sealed class ConvertProgress(TextWriter terminal, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private long lastShown = clock.GetTimestamp();
    private int shownCharacters;

    /// <summary>Shows the state if the last showing is long enough ago.</summary>
    /// <param name="doneBytes">Bytes of the input read.</param>
    /// <param name="totalBytes">Bytes of the input; 0 when that is not known, as with a pipe.</param>
    /// <param name="events">Events read.</param>
    public void Update(long doneBytes, long totalBytes, long events)
    {
        if (clock.GetElapsedTime(lastShown) < Interval) return;
        lastShown = clock.GetTimestamp();
        string share = totalBytes > 0 ? Bar(Math.Min(1, (double)doneBytes / totalBytes)) : "";
        Show(string.Create(CultureInfo.InvariantCulture, $"{share}{events / 1e6:0.0} million events"));
    }

    private static string Bar(double share)
    {
        const int Width = 20;
        int full = (int)(share * Width);
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', full)}{new string('.', Width - full)}] {100 * share:0} %, ");
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (shownCharacters == 0) return;
        Show("");
        terminal.Write('\r');
        shownCharacters = 0;
    }

    private void Show(string text)
    {
        terminal.Write('\r' + text.PadRight(shownCharacters));
        terminal.Flush();
        shownCharacters = text.Length;
    }
}
