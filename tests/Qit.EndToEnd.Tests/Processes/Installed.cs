namespace Qit.EndToEnd.Tests.Processes;

/// <summary>Real programs that tests talk to, where they are installed.</summary>
internal static class Installed
{
    /// <summary>The program's path; skips the test, saying what to install, where it is missing.</summary>
    public static string Require(string program, string package)
    {
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Ignore($"{program} is not installed (Debian package {package})");
        return found!;
    }
}
