using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Qit.Hal.Simulation;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Benchmarks.Randomness;

/// <summary>
/// Trials counted, written, read and simulated a second on one core, against the word-by-word counter and a plain sum of the
/// same bytes. Four bits a trial.
/// </summary>
internal static class CountingRows
{
    private const int Trials = 1 << 28; // 128 MiB: beyond the caches
    private const int SmallTrials = 1 << 16; // one chunk of a file: within them

    /// <summary>Prints the table.</summary>
    public static void Print(string[] arguments)
    {
        Console.WriteLine($"{"counting",-44}{"Gtrial/s",10}{"GB/s",8}{"reference",12}{"ratio",8}  asked");
        Memory("in the cache, 65536 trials", SmallTrials, 4096);
        Memory("in memory, 2.7e8 trials", Trials, 1);
        FileRows();
        SimulationRows();
    }

    private static void Memory(string name, int trials, int repeats)
    {
        Planes planes = Planes.Simulate(trials);
        var cells = new long[16];
        var reference = new long[16];
        double total = (double)trials * repeats;
        SideBySide times = SideBySide.Measure(
            () =>
            {
                Array.Clear(cells);
                for (int i = 0; i < repeats; i++) TrialCounter.AddTo(cells, planes.Trials);
            },
            () =>
            {
                Array.Clear(reference);
                for (int i = 0; i < repeats; i++)
                    WordByWordCounting.Count(Bytes(planes.X), Bytes(planes.Y), Bytes(planes.A), Bytes(planes.B), reference);
            },
            3);
        if (!cells.AsSpan().SequenceEqual(reference)) throw new InvalidOperationException("the counts differ");
        if (times.Bytes != 0) throw new InvalidOperationException($"counting allocated {times.Bytes} bytes");
        Row(name, total, times.Seconds, times.ReferenceSeconds, ">= 1 Gtrial/s");
        ulong sum = 0;
        double seconds = SideBySide.Measure(
            () =>
            {
                for (int i = 0; i < repeats; i++)
                    sum += Sum(planes.X) + Sum(planes.Y) + Sum(planes.A) + Sum(planes.B);
            },
            () => { }, 3).Seconds;
        GC.KeepAlive(sum);
        Row("  plain sum of the same words", total, seconds);
    }

    private static void FileRows()
    {
        Planes planes = Planes.Simulate(Trials / 4);
        using var file = new MemoryStream((Trials / 8) + (1 << 20));
        double writing = SideBySide.Measure(
            () =>
            {
                file.Position = 0;
                using var writer = new TrialFileWriter(file, TrialFileHeader.Calibration(hasTests: false, isSimulated: true));
                writer.Append(planes.Trials);
                writer.Complete();
            },
            () => { }, 3).Seconds;
        Row("file from memory, written (CRC, SHA-256)", planes.Trials.Count, writing);
        TrialCounts expected = TrialCounter.Count(planes.Trials);
        foreach (bool checksDigest in (bool[])[true, false])
        {
            double reading = SideBySide.Measure(
                () =>
                {
                    file.Position = 0;
                    if (!TrialFileTotals.Read(file, checksDigest).Tests.Equals(expected))
                        throw new InvalidOperationException("the file's counts differ");
                },
                () => { }, 3).Seconds;
            string name = checksDigest ? "counted (CRC, SHA-256)" : "counted (CRC)";
            Row("file in memory, " + name, planes.Trials.Count, reading);
        }
    }

    private static void SimulationRows()
    {
        foreach (IBellSource source in (IBellSource[])[new EventReadySource(), new PhotonicSource()])
        {
            foreach (double gamma in (double[])[1, 0.01])
            {
                var run = new SimulatedBellRun(source.Probabilities(), 1, gamma);
                var planes = new Planes(1 << 22);
                double seconds = SideBySide.Measure(
                    () => run.Fill(0, planes.X, planes.Y, planes.A, planes.B, planes.T), () => { }, 3).Seconds;
                Row(FormattableString.Invariant($"simulated, {source.Name}, gamma {gamma}"), 1 << 22, seconds, 0,
                    ">= 0.01 Gtrial/s");
            }
        }
    }

    private static void Row(string name, double trials, double seconds, double referenceSeconds = 0, string asked = "")
    {
        string reference = referenceSeconds == 0 ? ""
            : (trials / referenceSeconds / 1e9).ToString("0.00", CultureInfo.InvariantCulture);
        string ratio = referenceSeconds == 0 ? ""
            : (referenceSeconds / seconds).ToString("0.00", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-44}{trials / seconds / 1e9,10:0.00}{trials / seconds / 2e9,8:0.0}{reference,12}{ratio,8}  {asked}"));
    }

    private static ulong Sum(ReadOnlySpan<ulong> words)
    {
        Vector<ulong> sum = Vector<ulong>.Zero;
        Vector<ulong> other = Vector<ulong>.Zero;
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(words);
        for (int i = 0; i + 1 < vectors.Length; i += 2)
        {
            sum += vectors[i];
            other += vectors[i + 1];
        }
        return Vector.Sum(sum + other);
    }

    private static ReadOnlySpan<byte> Bytes(ulong[] words) => MemoryMarshal.AsBytes<ulong>(words);

    private sealed class Planes(int trials)
    {
        public ulong[] X { get; } = new ulong[trials / 64];

        public ulong[] Y { get; } = new ulong[trials / 64];

        public ulong[] A { get; } = new ulong[trials / 64];

        public ulong[] B { get; } = new ulong[trials / 64];

        public ulong[] T { get; } = new ulong[trials / 64];

        public TrialPlanes Trials => new(X, Y, A, B, trials);

        public static Planes Simulate(int trials)
        {
            var planes = new Planes(trials);
            new SimulatedBellRun(new EventReadySource().Probabilities(), 1).Fill(0, planes.X, planes.Y, planes.A, planes.B);
            return planes;
        }
    }
}
