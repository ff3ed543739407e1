using System.Collections.Concurrent;
using System.Diagnostics;

namespace Qit.EndToEnd.Tests.Processes;

/// <summary>A program as a user runs it: its own process, its lines, its exit code.</summary>
internal sealed class RunningProgram : IDisposable
{
    /// <summary>How long tests wait for what must come; nothing is asserted about how soon it comes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly BlockingCollection<string> lines = [];
    private readonly List<string> seen = [];

    private RunningProgram(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything printed so far.</summary>
    public string Text
    {
        get
        {
            lock (seen)
                return string.Join('\n', seen);
        }
    }

    /// <summary>Starts one of the product's own programs, from the directory the tests run in.</summary>
    public static RunningProgram Dotnet(string assembly, params string[] arguments) =>
        Start("dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, assembly + ".dll"), .. arguments]);

    /// <summary>Starts any program.</summary>
    public static RunningProgram Start(string file, string[] arguments) => new(new Process
    {
        StartInfo = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        },
    });

    /// <summary>Waits for a line.</summary>
    public string WaitForLine(Func<string, bool> isWanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                string line = lines.Take(patience.Token);
                if (isWanted(line))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException("the line did not come; what came was:\n" + Text);
        }
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Waits for the end and gives the exit code.</summary>
    public int WaitForExit()
    {
        Assert.That(process.WaitForExit(Patience), Is.True, "it did not end; it printed:\n" + Text);
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
        lines.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (seen)
            seen.Add(line);
        if (!lines.IsAddingCompleted)
            lines.Add(line);
    }
}
