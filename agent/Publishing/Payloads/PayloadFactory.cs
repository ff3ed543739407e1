using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>Turns results into payloads and numbers them, from 1, over all kinds. Safe for any thread.</summary>
public sealed class PayloadFactory(RunIdentity run)
{
    private long lastSeq;

    /// <summary>The payload of a result.</summary>
    /// <param name="result">Any result.</param>
    /// <param name="withBits">False for readers that may not have a block's bits.</param>
    /// <exception cref="ArgumentException">A kind of result that has no payload: our bug.</exception>
    public Payload Create(AgentResult result, bool withBits)
    {
        long seq = NextSeq();
        return result switch
        {
            StationResult station => new StationPayload(run, seq, station),
            OffsetResult offset => new OffsetPayload(run, seq, offset),
            TimingStateResult state => new TimingStatePayload(run, seq, state),
            ProtocolResult measured => new ProtocolPayload(run, seq, measured),
            ProtocolStateResult state => new ProtocolStatePayload(run, seq, state),
            TrialProgressResult progress => new TrialProgressPayload(run, seq, progress),
            RandomnessResult block => new RandomnessBlockPayload(run, seq, block, withBits),
            TimeServiceResult service => new TimeServicePayload(run, seq, service),
            _ => throw new ArgumentException($"There is no payload for {result.GetType().Name}.", nameof(result)),
        };
    }

    /// <summary>The payload about the gateway itself.</summary>
    public InfoPayload CreateInfo(long timeUnixNanoseconds, PublisherStatus status) =>
        new(run, NextSeq(), timeUnixNanoseconds, status);

    private long NextSeq() => Interlocked.Increment(ref lastSeq);
}
