using System.Globalization;
using System.Text.Json;
using Qit.Randomness.Trials.Files;

namespace Qit.Agent.Commands;

/// <summary>`qit trials info` and `qit trials count`.</summary>
internal static class TrialsInfo
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static int Run(CountedTrials trials, bool json, TextWriter output)
    {
        if (json) WriteJson(trials, output);
        else WriteText(trials, output);
        return Code(trials);
    }

    public static int RunCount(CountedTrials trials, TextWriter output, TextWriter errors)
    {
        output.WriteLine(CountsTable.Write(trials.Counts));
        if (trials.IsSimulated == true) errors.WriteLine("[simulated] the trials are marked as simulated");
        if (trials.File is { IsComplete: false } file) errors.WriteLine($"{trials.Path} is incomplete: {file.Incompleteness}");
        return Code(trials);
    }

    /// <summary>The header of a trial file for people.</summary>
    public static void WriteHeader(TrialFileTotals file, TextWriter output)
    {
        TrialFileHeader header = file.Header;
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        if (header.RunName.Length > 0) Line($"run             {header.RunName}");
        Line($"stations        {header.StationA}, {header.StationB}");
        Line($"trials          {file.Trials} from number {header.FirstTrial}, {file.UntestedTrials} of them no test");
        Line($"attempt         {header.Attempt}");
        if (header.Start is DateTimeOffset start) Line($"start           {start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
        if (header.TrialsPerSecond is double rate) Line($"rate            {rate:G6} trials/s");
        Line($"parameters      {header.ParameterHash ?? "none: for calibration, certifies nothing"}");
        if (header is { IsImported: true, ParameterHash: not null })
            Line($"                imported: holds only if that hash was published before the first trial");
        output.WriteLine(file.IsComplete ? $"SHA-256         {file.Digest}" : $"incomplete      {file.Incompleteness}");
    }

    /// <summary>The header of a trial file for programs; null for a table.</summary>
    public static object? Describe(TrialFileTotals? file) => file is null ? null : new
    {
        file.Header.RunName,
        file.Header.StationA,
        file.Header.StationB,
        file.Header.Attempt,
        file.Header.FirstTrial,
        file.Trials,
        file.Header.PlannedTrials,
        file.UntestedTrials,
        file.Header.Start,
        file.Header.TrialsPerSecond,
        Imported = file.Header.IsImported,
        file.Header.ParameterHash,
        Complete = file.IsComplete,
        file.Incompleteness,
        Sha256 = file.Digest,
    };

    private static int Code(CountedTrials trials) =>
        trials.File is { IsComplete: false } ? ExitCode.AnswerIsNo : ExitCode.Good;

    private static void WriteText(CountedTrials trials, TextWriter output)
    {
        SimulatedMark.Write(trials.IsSimulated, trials.File is null ? "the counts are" : "the trials are", output);
        if (trials.File is not null) WriteHeader(trials.File, output);
        BellReport.Write(trials.Counts, output);
    }

    private static void WriteJson(CountedTrials trials, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            SchemaVersion,
            Simulated = trials.IsSimulated,
            File = trials.Path,
            trials.Table,
            Run = Describe(trials.File),
            Counts = BellReport.Rows(trials.Counts),
            Bell = BellReport.Describe(trials.Counts),
        }, Options));
}
