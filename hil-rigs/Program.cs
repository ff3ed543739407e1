using System.CommandLine;
using Qit.Agent;
using Qit.Rigs;

var rigs = new Argument<string[]>("rigs")
{
    Description = "Rig files (JSON, see hil-rigs/rig.schema.json)",
    Arity = ArgumentArity.OneOrMore,
};
var root = new RootCommand(
    "Runs hardware-in-the-loop rigs, on real devices or on twins, and holds them to their limits.\n\n"
    + "Example: dotnet run --project hil-rigs -- hil-rigs/rigs/110-two-stations.json")
{
    rigs,
};
root.SetAction(async (arguments, cancellation) =>
{
    bool isGood = true;
    foreach (string rig in arguments.GetValue(rigs)!)
        isGood &= await RigRunner.RunAsync(rig, Console.Out, cancellation);
    return isGood ? ExitCode.Good : ExitCode.AnswerIsNo;
});
return await CommandLine.InvokeAsync(root, args, Console.Out, Console.Error);
