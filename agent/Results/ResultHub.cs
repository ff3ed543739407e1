using System.Threading.Channels;

namespace Qit.Agent.Results;

/// <summary>
/// Takes results from any thread and hands them, in one order, to every reader on one thread. A reader that throws is
/// our bug and ends the run; readers that wait for the world queue for themselves.
/// </summary>
public sealed class ResultHub
{
    private readonly Channel<AgentResult> channel = Channel.CreateUnbounded<AgentResult>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly List<Action<AgentResult>> readers = [];

    /// <summary>Adds a reader; before <see cref="RunAsync"/> only.</summary>
    public void Subscribe(Action<AgentResult> reader) => readers.Add(reader);

    /// <summary>Passes a result on; never waits.</summary>
    public void Post(AgentResult result) => channel.Writer.TryWrite(result);

    /// <summary>No more results will come; <see cref="RunAsync"/> ends when the last one is delivered.</summary>
    public void Complete() => channel.Writer.TryComplete();

    /// <summary>Delivers until completed.</summary>
    public async Task RunAsync()
    {
        await foreach (AgentResult result in channel.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            foreach (Action<AgentResult> reader in readers)
                reader(result);
        }
    }
}
