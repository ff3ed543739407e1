using System.Globalization;
using Qit.Randomness.Trials;
using Qit.Randomness.Trials.Files;

namespace Qit.Agent.Commands;

/// <summary>`qit trials export`: a trial file to text.</summary>
internal static class TrialsExport
{
    public static int Run(string path, string target, TextWriter output, CancellationToken cancellation)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(target))
            throw new BadInputException($"{target}: is the file to read; right would be another name for OUT");
        return TrialsInput.Open(path, stream =>
        {
            using var reader = new TrialFileReader(stream);
            using var file = new WholeFile(target);
            using var text = new StreamWriter(file.Stream, leaveOpen: true) { NewLine = "\n" };
            WriteHead(reader.Header, text);
            while (reader.TryReadChunk(out TrialPlanes chunk))
            {
                cancellation.ThrowIfCancellationRequested();
                Write(chunk, text);
            }
            text.Flush();
            file.Finish();
            file.Commit();
            if (reader.Header.IsSimulated) output.WriteLine("[simulated] the trials are marked as simulated");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {reader.Trials} trials"));
            if (reader.IsComplete) return ExitCode.Good;
            output.WriteLine($"{path} is incomplete: {reader.Incompleteness}");
            return ExitCode.AnswerIsNo;
        });
    }

    private static void WriteHead(TrialFileHeader header, StreamWriter text)
    {
        if (header.IsSimulated) text.WriteLine("# simulated: true");
        if (header.RunName.Length > 0) text.WriteLine($"# run: {header.RunName}");
        if (header.ParameterHash is string hash) text.WriteLine($"# parameters: {hash}");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# first trial: {header.FirstTrial}"));
        text.WriteLine(header.HasTests ? "x,y,a,b,t" : "x,y,a,b");
    }

    private static void Write(TrialPlanes chunk, StreamWriter text)
    {
        Span<char> line = ['0', ',', '0', ',', '0', ',', '0', ',', '0'];
        int length = chunk.Tests.IsEmpty ? 7 : 9;
        for (int i = 0; i < chunk.Count; i++)
        {
            int word = i >> 6;
            line[0] = Digit(chunk.X[word], i);
            line[2] = Digit(chunk.Y[word], i);
            line[4] = Digit(chunk.A[word], i);
            line[6] = Digit(chunk.B[word], i);
            if (length == 9) line[8] = Digit(chunk.Tests[word], i);
            text.WriteLine(line[..length]);
        }
    }

    private static char Digit(ulong word, int i) => (char)('0' + ((word >> i) & 1));
}
