using System.Text;
using Qit.Agent.Progress;

namespace Qit.Agent.Tests.Progress;

public class QueuedWriterTests
{
    [Test]
    public void Lines_ArriveInOrder()
    {
        using var output = new StringWriter();
        using (var console = new QueuedWriter(output))
        {
            for (int i = 0; i < 100; i++)
                console.WriteLine($"line {i}");
            console.WriteLine();
        }
        Assert.That(output.ToString(), Is.EqualTo(string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i}\n")) + "\n"));
    }

    [Test]
    public void ATerminalThatStandsStill_StopsNobody()
    {
        using var gate = new ManualResetEventSlim();
        using var stuck = new StuckWriter(gate);
        using var console = new QueuedWriter(stuck);
        for (int i = 0; i < 5_000; i++)
            console.WriteLine("x");
        Assert.That(console.DroppedCount, Is.InRange(3_990, 4_000), "a thousand lines wait, the rest is counted");
        gate.Set();
    }

    [Test]
    public void AConsoleThatIsGone_IsNoError()
    {
        using var gone = new GoneWriter();
        using var console = new QueuedWriter(gone);
        Assert.That(() => { console.WriteLine("a"); console.WriteLine("b"); }, Throws.Nothing);
    }

    private sealed class StuckWriter(ManualResetEventSlim gate) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => gate.Wait();
    }

    private sealed class GoneWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => throw new IOException("no space left");
    }
}
