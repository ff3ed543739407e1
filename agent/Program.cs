using System.CommandLine;
using Qit.Agent;
using Qit.Agent.Commands;

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
