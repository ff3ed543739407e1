namespace Qit.Agent.Publishing;

/// <summary>How much of a topic's past matters to its readers.</summary>
public enum MessageKind
{
    /// <summary>Only the last value matters: kept by the broker, replaced in the queue by a newer one.</summary>
    State,

    /// <summary>Every value matters, and the broker keeps the last.</summary>
    Value,

    /// <summary>Every value matters, and the broker keeps none.</summary>
    Data,
}

/// <summary>One message on its way to the broker.</summary>
/// <param name="Topic">Full topic.</param>
/// <param name="Payload">The bytes.</param>
/// <param name="Kind">What may happen to it in the queue.</param>
/// <param name="ContentType">MIME type of the payload.</param>
public sealed record OutboundMessage(string Topic, byte[] Payload, MessageKind Kind, string ContentType)
{
    /// <summary>True when the broker shall keep it for later subscribers.</summary>
    public bool IsRetained => Kind != MessageKind.Data;

    /// <summary>True when it only reminds a broker of what it was told before.</summary>
    public bool IsRepetition { get; init; }

    /// <summary>Where an answer is wanted; null: none is.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>What joins an answer to its question; null: nothing.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>A broker that cannot deliver it for this long drops it, seconds; 0: keeps it.</summary>
    public uint ExpirySeconds { get; init; }

    /// <summary>True when it would be missed: it counts against the queue's bound, and its loss is counted.</summary>
    public bool IsMissedWhenLost => Kind != MessageKind.State && !IsRepetition;
}
