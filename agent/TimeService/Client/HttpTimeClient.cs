using System.Net;
using System.Text.Json;
using Qit.Agent.Configuration;

namespace Qit.Agent.TimeService.Client;

/// <summary>Asks over HTTP.</summary>
internal static class HttpTimeClient
{
    private const int LargestAnswerBytes = 65_536;

    /// <summary>Asks once.</summary>
    /// <param name="url">The page's address, or that of the answer itself.</param>
    /// <param name="limitPicoseconds">Largest usable uncertainty, ps; null: the gateway's.</param>
    /// <param name="patience">Longest wait.</param>
    /// <param name="cancellation">The user's wish to end.</param>
    /// <exception cref="BadInputException">No server, or no answer that can be read.</exception>
    public static async Task<TimedAnswer> AskAsync(
        Uri url, double? limitPicoseconds, TimeSpan patience, CancellationToken cancellation)
    {
        Uri asked = Complete(url, limitPicoseconds);
        using var handler = new SocketsHttpHandler { ConnectTimeout = patience, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = patience, MaxResponseContentBufferSize = LargestAnswerBytes };
        TimeProvider time = TimeProvider.System;
        long sent = time.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await client.GetAsync(asked, cancellation).ConfigureAwait(false);
            double roundTrip = time.GetElapsedTime(sent).TotalSeconds;
            bool isAnswer = response.StatusCode
                is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadRequest
                && response.Content.Headers.ContentType?.MediaType == "application/json";
            if (!isAnswer)
            {
                throw new BadInputException(
                    $"{asked} gave {(int)response.StatusCode}; right would be the page of a gateway whose time service is on");
            }
            return new TimedAnswer(
                TimeAnswer.Read(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false)), roundTrip);
        }
        catch (HttpRequestException fault)
        {
            throw new BadInputException($"{asked}: {fault.GetBaseException().Message}", fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new BadInputException(
                FormattableString.Invariant($"{asked}: no answer within {patience.TotalSeconds:G3} s"), fault);
        }
        catch (JsonException fault)
        {
            throw new BadInputException($"{asked} gave no answer: {BadValue.Show(fault.Message, 200)}", fault);
        }
    }

    private static Uri Complete(Uri url, double? limitPicoseconds)
    {
        var complete = new UriBuilder(url);
        if (complete.Path is "" or "/")
            complete.Path = Dashboard.TimeRoute.Path;
        if (limitPicoseconds is double limit)
            complete.Query = FormattableString.Invariant($"maximumUncertaintyPicoseconds={limit:R}");
        return complete.Uri;
    }
}
