using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qit.Agent.Tests.Support;

/// <summary>An installed program that a test talks to. The test is skipped, with the reason, where it is missing.</summary>
internal sealed class RealProgram : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private bool isDisposed;

    private RealProgram(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
    }

    /// <summary>What it has written so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Full path of an installed program.</summary>
    public static string FindOrSkip(string name, string package)
    {
        string? path = Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null)
            Assert.Ignore($"{name} is not installed (Debian package {package}).");
        return path!;
    }

    /// <summary>Starts a program.</summary>
    public static RealProgram Start(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var program = new RealProgram(Process.Start(start)!);
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    public Task WaitForExitAsync() => Eventually.EndsAsync(process.WaitForExitAsync(), "the program ends");

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Append(string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
