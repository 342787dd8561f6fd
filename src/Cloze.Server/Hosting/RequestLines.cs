using System.Diagnostics;
using System.Globalization;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cloze.Server.Hosting;

/// <summary>Logs a line for each request; what people wrote only where that is wanted.</summary>
internal sealed partial class RequestLines(RequestDelegate next, ServerOptions options, ILogger<RequestLines> log)
{
    /// <summary>Runs the rest.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        long started = Stopwatch.GetTimestamp();
        if (options.LogRequests == RequestLog.Texts) JsonBody.Keep(http);
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            Answered(
                log,
                http.Request.Method,
                Printable.Line(http.Request.Path.Value ?? ""),
                http.Response.StatusCode,
                milliseconds.ToString("0.0", CultureInfo.InvariantCulture),
                Printable.Line(JsonBody.Kept(http)));
        }
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} {Milliseconds} ms {Body}")]
    private static partial void Answered(
        ILogger log, string method, string path, int status, string milliseconds, string body);
}
