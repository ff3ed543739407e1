using System.Globalization;
using System.Text.Json;
using Qit.Randomness.Certification;
using Qit.Randomness.Trials.Files;

namespace Qit.Agent.Commands;

/// <summary>What `qit trials import` was asked.</summary>
internal sealed record TrialsImportRequest(
    string In, string Out, string? Parameters, bool IsSimulated, string Run, long FirstTrial, double? TrialsPerSecond);

/// <summary>`qit trials import`: text to a trial file.</summary>
internal static class TrialsImport
{
    private const int CancellationStride = 1 << 16;

    public static int Run(TrialsImportRequest request, bool json, TextWriter output, CancellationToken cancellation)
    {
        if (Path.GetFullPath(request.In) == Path.GetFullPath(request.Out))
            throw new BadInputException($"{request.Out}: is the file to read; right would be another name for OUT");
        CertificationParameters? parameters =
            request.Parameters is null ? null : TrialsInput.ReadParameters(request.Parameters);
        bool? sidecar = SimulatedMark.Of(request.In, null);
        (TrialFileHeader header, long trials, string digest) = TrialsInput.Open(request.In, stream =>
        {
            using var text = new StreamReader(stream);
            return Write(request, new TrialTextReader(text), parameters, sidecar == true, cancellation);
        });
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                schemaVersion = 1,
                simulated = header.IsSimulated,
                file = request.Out,
                trials,
                parameterHash = header.ParameterHash,
                sha256 = digest,
            }));
            return ExitCode.Good;
        }
        if (header.IsSimulated) output.WriteLine("[simulated] the trials are marked as simulated");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Out}: {trials} trials, SHA-256 {digest}"));
        output.WriteLine(header.ParameterHash is string hash
            ? $"under parameters {hash}: this holds only if the hash was published before the first trial"
            : "without parameters: for calibration, certifies nothing");
        return ExitCode.Good;
    }

    private static (TrialFileHeader, long, string) Write(
        TrialsImportRequest request, TrialTextReader reader, CertificationParameters? parameters, bool saysSimulated,
        CancellationToken cancellation)
    {
        bool isSimulated = request.IsSimulated || saysSimulated || reader.SaysSimulated;
        TrialFileHeader header = parameters is null
            ? TrialFileHeader.Calibration(reader.HasTests, isSimulated)
            : TrialFileHeader.Under(parameters, isSimulated);
        if (header.HasTests != reader.HasTests)
            throw new FormatException(header.HasTests
                ? "has no column t; the parameters ask for spot checks, so right would be a flag for each trial"
                : "has a column t, but under the parameters every trial is a test; right would be no flags");
        using var file = new WholeFile(request.Out);
        header = header with
        {
            IsImported = true,
            RunName = request.Run,
            FirstTrial = request.FirstTrial,
            TrialsPerSecond = request.TrialsPerSecond,
        };
        using TrialFileWriter writer = Begin(file.Stream, header);
        Span<int> trial = stackalloc int[5];
        while (reader.TryRead(trial))
        {
            if (writer.Trials == (header.PlannedTrials ?? long.MaxValue))
                throw new FormatException($"line {reader.LineNumber}: more trials than the {writer.Trials} of the parameters");
            writer.Append(trial[0], trial[1], trial[2], trial[3], trial[4] == 1);
            if (writer.Trials % CancellationStride == 0) cancellation.ThrowIfCancellationRequested();
        }
        if (writer.Trials == 0) throw new FormatException("holds no trial; right would be lines such as 0,1,1,0");
        string digest = writer.Complete();
        file.Finish();
        file.Commit();
        return (header, writer.Trials, digest);
    }

    private static TrialFileWriter Begin(Stream stream, TrialFileHeader header)
    {
        try
        {
            return new TrialFileWriter(stream, header);
        }
        catch (ArgumentException fault)
        {
            throw new BadInputException($"--run, --first-trial or --rate: {fault.Message}", fault);
        }
    }
}
