using System.CommandLine;
using Qit.Randomness.Certification;

namespace Qit.Agent.Commands;

/// <summary>`qit certify`: judges a finished run by the parameters fixed before it.</summary>
public static class CertifyCommand
{
    private static readonly Argument<string> In = new("TRIALS") { Description = "Trial file (.qbt) with its parameters" };

    private static readonly Option<string?> Parameters = new("--parameters")
    {
        Description = "Canonical text of the parameters as published; its hash must be the file's. Default: the file's own",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };

    /// <summary>The command, for the root to register.</summary>
    public static Command Create()
    {
        var command = new Command(
            "certify",
            "Judges a run of Bell trials by the parameters fixed before its first trial: how much min-entropy its outcomes have\n"
            + "against an adversary, or every reason why none is certified. Counts without parameters are refused.\n\n"
            + "Example: qit certify run.qbt --parameters published.txt\n"
            + "Example: qit certify run.qbt --json\n\n"
            + "Exit code: 0 certified, 1 not certified, 2 bad usage or input")
        {
            In, Parameters, Json,
        };
        command.SetAction((arguments, cancellation) => Task.Run(() => Run(arguments), cancellation));
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string path = arguments.GetValue(In)!;
        if (!TrialsInput.IsTrialFile(path)) throw Calibration(path, "counts that no parameters were fixed before");
        CountedTrials trials = TrialsInput.Count(path, null);
        if (!trials.File!.IsComplete)
            throw new BadInputException(
                $"{path}: is incomplete, {trials.File.Incompleteness}; right would be the whole run");
        if (trials.File.Header.ParameterText is not string text)
            throw Calibration(path, "trials that no parameters were fixed before");
        CertificationParameters parameters = arguments.GetValue(Parameters) is string given
            ? TrialsInput.ReadParameters(given)
            : TrialsInput.ReadParameters(path, text);
        if (parameters.Hash != trials.File.Header.ParameterHash)
            throw new BadInputException(
                $"{path}: was begun under parameters {trials.File.Header.ParameterHash}; those given have the hash "
                + $"{parameters.Hash}, and only the first may judge it");
        Certificate certificate = parameters.Certify(trials.File);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Json)) CertifyReport.WriteJson(trials, certificate, output);
        else CertifyReport.WriteText(trials, certificate, output);
        return certificate.IsAccepted ? ExitCode.Good : ExitCode.AnswerIsNo;
    }

    private static BadInputException Calibration(string path, string what) => new(
        $"{path}: holds {what}; parameters chosen after their data certify nothing, so they serve for calibration "
        + "(qit calibrate) and description (qit trials info); right would be a trial file begun under parameters");
}
