using Cloze.Server.Answers;
using Cloze.Server.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Cloze.Server.Hosting;

/// <summary>Turns every way to fail into a status and a message; what went wrong inside stays inside.</summary>
internal sealed partial class Problems(RequestDelegate next, ServerOptions options, ILogger<Problems> log)
{
    /// <summary>Runs the rest.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        CancellationToken caller = http.RequestAborted;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(caller);
        limit.CancelAfter(options.RequestTimeout);
        http.RequestAborted = limit.Token;
        try
        {
            await next(http).ConfigureAwait(false);
            await ExplainStatusAsync(http).ConfigureAwait(false);
        }
        catch (Exception error) when (IsGone(error, caller))
        {
            http.Abort();
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            http.RequestAborted = caller;
            await WriteAsync(http, Describe(error, limit.IsCancellationRequested)).ConfigureAwait(false);
        }
        finally
        {
            http.RequestAborted = caller;
        }
    }

    /// <summary>Answers with an error.</summary>
    public static Task WriteAsync(HttpContext http, RequestException problem)
    {
        http.Response.Clear();
        http.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        var answer = new ProblemAnswer(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(problem.Status),
            problem.Status,
            problem.Message,
            problem.Hint,
            problem.Field,
            problem.Message);
        return http.Response.WriteAsJsonAsync(answer, Json.Type<ProblemAnswer>(), Json.ProblemType);
    }

    // Whoever asked is gone; a body that is being read may hear of it before the token does.
    private static bool IsGone(Exception error, CancellationToken caller) =>
        caller.IsCancellationRequested || error is ConnectionResetException or ConnectionAbortedException;

    private RequestException Describe(Exception error, bool isLate) => error switch
    {
        RequestException known => known,
        TextException text => new RequestException(
            StatusCodes.Status400BadRequest, text.Message, text.Hint, $"inputs[{text.Index}]"),
        ClozeException mendable => new RequestException(
            StatusCodes.Status400BadRequest, mendable.Message, mendable.Hint),
        BadHttpRequestException bad => OfServer(bad),
        OperationCanceledException when isLate => new RequestException(
            StatusCodes.Status503ServiceUnavailable,
            $"No answer within {options.RequestTimeout.TotalSeconds:0.#} seconds.", "Try again, with fewer texts.")
        {
            RetryAfter = 1,
        },
        _ => Unexpected(error),
    };

    private RequestException OfServer(BadHttpRequestException bad) =>
        bad.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? new RequestException(
                bad.StatusCode, $"The body is larger than {options.MaxBodyBytes} bytes.", "Send it in parts.")
            : new RequestException(bad.StatusCode, "The request cannot be read.", "Send sound HTTP, without a pause.");

    // The message may quote what someone wrote: the log has the place alone.
    private RequestException Unexpected(Exception error)
    {
        Failed(log, error.GetType().Name, error.StackTrace ?? "");
        return new RequestException(
            StatusCodes.Status500InternalServerError,
            "Something went wrong inside.",
            "The server's log has the place.");
    }

    private static Task ExplainStatusAsync(HttpContext http)
    {
        HttpResponse response = http.Response;
        if (response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
        {
            return Task.CompletedTask;
        }

        string path = http.Request.Path.Value ?? "";
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => WriteAsync(http, new RequestException(
                StatusCodes.Status404NotFound, $"Nothing is at {path}.", "/openapi.json lists what is.")),
            StatusCodes.Status405MethodNotAllowed => RefuseMethodAsync(http, path),
            StatusCodes.Status415UnsupportedMediaType => WriteAsync(http, new RequestException(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content type is \"{http.Request.ContentType}\", expected application/json.",
                "Send JSON, and say so in Content-Type.")),
            _ => Task.CompletedTask,
        };
    }

    private static Task RefuseMethodAsync(HttpContext http, string path)
    {
        Microsoft.Extensions.Primitives.StringValues allowed = http.Response.Headers.Allow;
        Task written = WriteAsync(http, new RequestException(
            StatusCodes.Status405MethodNotAllowed,
            $"{http.Request.Method} does not suit {path}, expected {allowed}.", "Use that method."));
        return written;
    }

    [LoggerMessage(LogLevel.Error, "A request failed with {Kind}:{Place}")]
    private static partial void Failed(ILogger log, string kind, string place);
}
