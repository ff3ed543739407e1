using Qit.Agent;
using Qit.Agent.Commands;

namespace Qit.EndToEnd.Tests.Processes;

/// <summary>The files of `qit simulate` appear together or not at all, and tags never without their mark.</summary>
public class SimulateFilesTests
{
    private static readonly string[] Whole = ["out.alice.a1", "out.alice.a1.json", "out.bob.a1", "out.bob.a1.json"];

    [Test]
    public void CtrlC_LeavesNothing_AndSays130([Values("bright", "dark")] string kind)
    {
        using var folder = new TemporaryFolder();
        // A dark world fills no buffer, and must hear Ctrl-C none the less.
        const string Dark = "\"efficiency\": 0, \"darkCountsPerSecond\": 0";
        string world = folder.Write("world.json", kind == "bright"
            ? "{}"
            : $$"""{ "detectorA": { {{Dark}} }, "detectorB": { {{Dark}} } }""");
        using var program = RunningProgram.Dotnet(
            "qit", "simulate", folder.File("out"), "--seconds", "100000", "--world", world);
        Assert.That(
            SpinWait.SpinUntil(() => Directory.GetFiles(folder.Path, "*.partial").Length == 4, RunningProgram.Patience),
            Is.True, program.Text);
        program.Interrupt();
        Assert.That(program.WaitForExit(), Is.EqualTo(ExitCode.Interrupted), program.Text);
        Assert.That(program.Text, Is.EqualTo("Ended by Ctrl-C before there was an answer."));
        Assert.That(Names(folder), Is.EqualTo(new[] { "world.json" }));
    }

    [Test]
    public async Task Success_LeavesFourFiles_AndAFolderInTheWay_None()
    {
        using var folder = new TemporaryFolder();
        Assert.That(await SimulateAsync(folder).ConfigureAwait(false), Is.Zero, "control");
        Assert.That(Names(folder), Is.EqualTo(Whole));
        foreach (string inTheWay in Whole)
        {
            using var other = new TemporaryFolder();
            Directory.CreateDirectory(other.File(inTheWay));
            Assert.That(await SimulateAsync(other).ConfigureAwait(false), Is.EqualTo(ExitCode.BadInput));
            Assert.That(Names(other), Is.Empty);
        }
    }

    /// <summary>The last file's name is taken by a folder between the writing and the naming of the files: the sidecars are
    /// there already, and B's is withdrawn with its tags.</summary>
    [Test]
    public void Commit_ThatFailsInBetween_LeavesNoTagsUnmarked_AndNoSidecarAlone()
    {
        using var folder = new TemporaryFolder();
        var files = new SimulatedFileSet(folder.File("a"), folder.File("b"));
        Directory.CreateDirectory(folder.File("a"));
        Assert.That(() => files.Commit(new { }, new { }), Throws.InstanceOf<SystemException>());
        files.Dispose();
        Assert.That(Names(folder), Is.Empty);
    }

    [Test]
    public void Commit_ThatFailsOverOlderTags_LeavesThemMarked()
    {
        using var folder = new TemporaryFolder();
        var files = new SimulatedFileSet(folder.File("a"), folder.File("b"));
        folder.Write("b", "older tags");
        Directory.CreateDirectory(folder.File("a"));
        Assert.That(() => files.Commit(new { simulated = true }, new { simulated = true }), Throws.InstanceOf<SystemException>());
        files.Dispose();
        Assert.That(Names(folder), Is.EqualTo(new[] { "b", "b.json" }));
    }

    /// <summary>A device that is always full stands for a full disk.</summary>
    [Test]
    public async Task FullDisk_IsOneLine_AndLeavesNothing()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("no /dev/full on this system");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("out.bob.a1.json.partial"), "/dev/full");
        Assert.That(await SimulateAsync(folder).ConfigureAwait(false), Is.EqualTo(ExitCode.BadInput));
        Assert.That(Names(folder), Is.Empty);
    }

    private static async Task<int> SimulateAsync(TemporaryFolder folder)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = await CommandLine.RunAsync(["simulate", folder.File("out"), "--seconds", "0.5"], output, errors)
            .ConfigureAwait(false);
        Assert.That(errors.ToString().Count(letter => letter == '\n'), Is.EqualTo(code == 0 ? 0 : 1), errors.ToString());
        return code;
    }

    private static string[] Names(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
