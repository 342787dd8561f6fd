using System.Net;
using System.Net.Http.Headers;

namespace Cloze.Hub;

/// <summary>
/// Asks a hub, again where that may help: after a broken connection, an overloaded server, too many requests. Redirects
/// are followed by hand, as the token goes to the hub alone and never to where it sends us.
/// </summary>
internal sealed class HubClient : IDisposable
{
    private const int MostTries = 5, MostRedirects = 10;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly HubOptions _options;
    private bool _hasAnswered;
    private readonly HubName _name;
    private readonly Func<TimeSpan, CancellationToken, Task> _wait;

    /// <param name="options">Where the hub is, and what it is told.</param>
    /// <param name="name">The model, for messages.</param>
    /// <param name="wait">Waits between tries.</param>
    public HubClient(HubOptions options, HubName name, Func<TimeSpan, CancellationToken, Task> wait)
    {
        _options = options;
        _name = name;
        _wait = wait;
    }

    /// <summary>How long a server may say nothing before it is asked again.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks until there is an answer that stays: one of success, or a range that cannot be given.</summary>
    /// <param name="method">HEAD or GET.</param>
    /// <param name="address">What is asked for.</param>
    /// <param name="from">The first byte wanted, or 0.</param>
    /// <param name="isEnough">Whether a redirect says enough and is not followed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ClozeException">The hub refuses, cannot be reached, or asks to wait too long.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        Uri address,
        long from,
        Func<HttpResponseMessage, bool> isEnough,
        CancellationToken cancellation)
    {
        for (int tries = 1; ; tries++)
        {
            HttpResponseMessage? response = null;
            string finding;
            Exception? cause = null;
            try
            {
                response = await FollowAsync(method, address, from, isEnough, cancellation).ConfigureAwait(false);
                _hasAnswered = true;
                if (response.IsSuccessStatusCode || isEnough(response)) return response;
                if (from > 0 && response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
                if (!MayPass(response.StatusCode))
                {
                    HttpStatusCode status = response.StatusCode;
                    response.Dispose();
                    throw HubErrors.Refused(_name, address, status, _options.Token is not null);
                }

                finding = $"it answers {(int)response.StatusCode}.";
            }
            catch (Exception error) when (IsTransient(error, cancellation))
            {
                finding = error is OperationCanceledException ? "it does not answer." : error.Message;
                cause = error;
            }

            TimeSpan wait = WaitOf(response, tries);
            response?.Dispose();
            if (tries == MostTries || wait > s_longestWait || IsAbsent(cause))
            {
                string later = wait > s_longestWait ? $" It asks to wait {wait.TotalSeconds:F0} s." : "";
                throw HubErrors.Unreachable(_name, address, finding + later, cause);
            }

            await _wait(wait, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a failure is of the connection, and another try may pass.</summary>
    public static bool IsTransient(Exception error, CancellationToken cancellation) => error
        is HttpRequestException or IOException
        || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> FollowAsync(
        HttpMethod method,
        Uri address,
        long from,
        Func<HttpResponseMessage, bool> isEnough,
        CancellationToken cancellation)
    {
        Uri at = address;
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await OnceAsync(method, at, from, cancellation).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode) || isEnough(response)) return response;
            Uri? next = response.Headers.Location is { } location ? new Uri(at, location) : null;
            response.Dispose();
            bool isSafe = next?.Scheme == Uri.UriSchemeHttps
                || (next?.Scheme == Uri.UriSchemeHttp && at.Scheme == Uri.UriSchemeHttp);
            if (redirects == MostRedirects || !isSafe)
            {
                throw HubErrors.Strange(_name, at, redirects == MostRedirects
                    ? $"it redirects more than {MostRedirects} times."
                    : $"it redirects to \"{next}\".");
            }

            at = next!;
        }
    }

    private async Task<HttpResponseMessage> OnceAsync(
        HttpMethod method, Uri at, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, at);
        request.Headers.UserAgent.ParseAdd("cloze");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        if (_options.Token is { } token && IsOfHub(at))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
            .ConfigureAwait(false);
    }

    private bool IsOfHub(Uri at) => 0 == Uri.Compare(
        at, _options.Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase);

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    // A machine without a network shows it at once: nobody waits for it.
    private bool IsAbsent(Exception? error) => !_hasAnswered && error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError,
    };

    // As long as the server asks for, else 1, 2, 4 and 8 seconds.
    private static TimeSpan WaitOf(HttpResponseMessage? response, int tries)
    {
        RetryConditionHeaderValue? asked = response?.Headers.RetryAfter;
        if (asked?.Delta is { } delta) return delta;
        if (asked?.Date is { } date && response!.Headers.Date is { } now && date > now) return date - now;
        return TimeSpan.FromSeconds(1 << (tries - 1));
    }
}
