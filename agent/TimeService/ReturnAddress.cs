// Where an answer may go. A question names any topic it likes, and the gateway publishes there with its own rights: so
// nothing of the gateways' own namespace, where an answer would pass for a result, and nothing of the broker's.
using System.Text;

namespace Qit.Agent.TimeService;

/// <summary>Judges the response topic and the correlation data of a question.</summary>
internal static class ReturnAddress
{
    /// <summary>Bytes of a response topic in UTF-8, at most.</summary>
    public const int LongestTopicBytes = 256;

    /// <summary>Bytes of correlation data, at most.</summary>
    public const int LongestCorrelationBytes = 256;

    private const string Namespace = "qit";

    /// <summary>Null when an answer can be sent; else why not.</summary>
    public static string? FindFault(string? topic, byte[]? correlation)
    {
        if (string.IsNullOrEmpty(topic))
            return "no response topic";
        if (topic.Length > LongestTopicBytes || Encoding.UTF8.GetByteCount(topic) > LongestTopicBytes)
            return $"response topic longer than {LongestTopicBytes} bytes";
        if (topic.AsSpan().ContainsAny('+', '#'))
            return "wildcard in the response topic";
        if (topic.Any(char.IsControl))
            return "control character in the response topic";
        if (topic[0] == '$')
            return "response topic of the broker's own ($)";
        if (topic == Namespace || topic.StartsWith(Namespace + "/", StringComparison.Ordinal))
            return $"response topic under {Namespace}/, where gateways publish results";
        if (correlation?.Length > LongestCorrelationBytes)
            return $"more than {LongestCorrelationBytes} bytes of correlation data";
        return null;
    }
}
