using System.Diagnostics;
using System.Globalization;

namespace Qit.Agent.Tests.Support;

/// <summary>A chronyd that touches no clock (-x), in a folder of its own, with one SOCK refclock. Stopped, it can be started
/// again.</summary>
internal sealed class RealChronyd : IDisposable
{
    private readonly string chronyd = RealProgram.FindOrSkip("chronyd", "chrony");
    private readonly string chronyc = RealProgram.FindOrSkip("chronyc", "chrony");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("qit-chronyd-");
    private readonly string options;
    private RealProgram? program;

    /// <param name="options">Of the refclock line: how samples are taken together.</param>
    public RealChronyd(string options = "poll 0 filter 4")
    {
        this.options = options;
        Start();
    }

    public string Socket => Path.Combine(folder.FullName, "qit.sock");

    public string Log => program?.Output ?? "";

    public void Start()
    {
        string file = Path.Combine(folder.FullName, "chrony.conf");
        File.WriteAllText(file, $"""
            refclock SOCK {Socket} refid QTIM {options} precision 1e-9 delay 1e-8
            port 0
            cmdport 0
            bindcmdaddress {Control}
            pidfile {Path.Combine(folder.FullName, "chronyd.pid")}

            """);
        program = RealProgram.Start(chronyd, "-x", "-U", "-u", Environment.UserName, "-d", "-f", file);
    }

    /// <summary>As a crash would end it.</summary>
    public void Stop() => program?.Dispose();

    /// <summary>True when chronyd has chosen our samples, "*" in `chronyc sources`.</summary>
    public bool IsSelected => Ask("sources").Split(',') is ["#", "*", "QTIM", ..];

    /// <summary>"System time" of `chronyc tracking`, seconds; positive: the system is slow of the truth.</summary>
    public double SystemIsSlowBySeconds =>
        Ask("tracking").Split(',') is [_, "QTIM", _, _, string slow, ..]
            ? double.Parse(slow, CultureInfo.InvariantCulture)
            : double.NaN;

    private string Control => Path.Combine(folder.FullName, "control.sock");

    public void Dispose()
    {
        Stop();
        folder.Delete(recursive: true);
    }

    private string Ask(string what)
    {
        var start = new ProcessStartInfo(chronyc, ["-h", Control, "-n", "-c", what])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return answer;
    }
}
