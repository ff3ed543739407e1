using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using MQTTnet;
using Qit.Agent.Configuration;
using Qit.Agent.Publishing;

namespace Qit.Agent.TimeService.Client;

/// <summary>Asks over MQTT 5: a response topic of its own, correlation data nobody can guess, one answer.</summary>
internal static class MqttTimeClient
{
    private const int CorrelationBytes = 16;

    /// <summary>Asks once.</summary>
    /// <param name="host">The broker.</param>
    /// <param name="port">Its port.</param>
    /// <param name="gateway">Name of the gateway.</param>
    /// <param name="question">UTF-8.</param>
    /// <param name="patience">Longest wait for the connection, and for the answer.</param>
    /// <param name="cancellation">The user's wish to end.</param>
    /// <exception cref="BadInputException">No broker, no answer, or none that can be read.</exception>
    public static async Task<TimedAnswer> AskAsync(
        string host, int port, string gateway, byte[] question, TimeSpan patience, CancellationToken cancellation)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        byte[] correlation = RandomNumberGenerator.GetBytes(CorrelationBytes);
        string responses = "qit-time/" + id;
        var options = new MqttPublisherOptions { Host = host, Port = port, ConnectTimeout = patience };
        TimeProvider time = TimeProvider.System;
        try
        {
            using MqttSession session = await MqttSession.ConnectAsync(
                options, "qit-time-" + id, null, time, cancellation).ConfigureAwait(false);
            var came = new TaskCompletionSource<(byte[] Payload, long Timestamp)>(
                TaskCreationOptions.RunContinuationsAsynchronously);
            void Take(MqttApplicationMessage message)
            {
                // Anybody may publish there: only what carries our correlation data is an answer.
                if (correlation.AsSpan().SequenceEqual(message.CorrelationData))
                    came.TrySetResult((message.Payload.ToArray(), time.GetTimestamp()));
            }

            if (await session.SubscribeAsync(responses, Take, cancellation).ConfigureAwait(false) is string refused)
                throw new BadInputException($"the MQTT broker refused the subscription to {responses}: {refused}");
            string topic = new TopicNames(gateway).TimeRequest;
            long sent = time.GetTimestamp();
            var message = new OutboundMessage(topic, question, MessageKind.Data, "application/json")
            {
                ResponseTopic = responses,
                CorrelationData = correlation,
                ExpirySeconds = (uint)Math.Ceiling(patience.TotalSeconds),
            };
            if (await session.PublishAsync(message, cancellation).ConfigureAwait(false) is string rejected)
                throw new BadInputException($"the MQTT broker refused {topic}: {rejected}");
            (byte[] payload, long received) = await came.Task.WaitAsync(patience, cancellation).ConfigureAwait(false);
            TimeAnswer answer = TimeAnswer.Read(payload);
            await session.CloseAsync(cancellation).ConfigureAwait(false);
            return new TimedAnswer(answer, time.GetElapsedTime(sent, received).TotalSeconds);
        }
        catch (MqttSessionLostException fault)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new BadInputException(fault.Message, fault);
        }
        catch (TimeoutException fault)
        {
            throw new BadInputException(FormattableString.Invariant(
                $"no answer within {patience.TotalSeconds:G3} s: no gateway '{gateway}' at {host}:{port}, or too many ask it"),
                fault);
        }
        catch (JsonException fault)
        {
            throw new BadInputException($"what came is no answer: {BadValue.Show(fault.Message, 200)}", fault);
        }
    }
}
