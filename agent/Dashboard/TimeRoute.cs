using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Qit.Agent.Publishing;
using Qit.Agent.TimeService;

namespace Qit.Agent.Dashboard;

/// <summary>GET /api/time: the time correction, see docs/time-service.md.</summary>
/// <param name="run">The run.</param>
/// <param name="time">The gateway's clock.</param>
/// <param name="answer">Answers a question; null when the time service is off.</param>
internal sealed class TimeRoute(RunIdentity run, TimeProvider time, Func<TimeQuestion, TimeAnswer>? answer)
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/time";

    private const string LimitName = "maximumUncertaintyPicoseconds";

    /// <summary>200 with a correction, 503 with a refusal, 400 for a question that cannot be read, 404 when the service is
    /// off.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("The time service is off (timeService.enabled).\n");
        }
        if (!TryRead(context.Request.Query, out TimeQuestion question))
        {
            string right = $"the query cannot be read; right would be none, or {LimitName}= with a number above 0, once";
            return SendAsync(context, StatusCodes.Status400BadRequest, TimeAnswer.Of(run, new TimeRefusal(
                time.UnixNanoseconds(), TimeRefusals.BadRequest, right, SecurityAssessment.NotAssessed)));
        }
        TimeAnswer made = answer(question);
        bool isValid = made.Status == TimeAnswer.Valid;
        // Nothing may keep an answer: it is of one moment. no-store is already said for every page.
        if (!isValid)
            context.Response.Headers.RetryAfter = "1";
        return SendAsync(context, isValid ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, made);
    }

    private static bool TryRead(IQueryCollection query, out TimeQuestion question)
    {
        question = TimeQuestion.Plain;
        foreach ((string name, StringValues values) in query)
        {
            if (name != LimitName || values.Count != 1
                || !double.TryParse(values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double limit)
                || !TimeQuestion.IsLimit(limit))
            {
                return false;
            }
            question = new TimeQuestion(limit);
        }
        return true;
    }

    private static Task SendAsync(HttpContext context, int status, TimeAnswer made)
    {
        byte[] body = made.Write();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
