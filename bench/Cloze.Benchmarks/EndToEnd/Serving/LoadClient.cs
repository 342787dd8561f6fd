using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary>Sends requests and keeps how long each took.</summary>
internal sealed class LoadClient(Uri address, ServedTexts texts) : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
    {
        BaseAddress = address,
    };

    private int _next;

    /// <summary>
    /// Some callers, each sending its next request when it has the answer to the last. Answers count from an eighth of
    /// the time on to its end: neither the first requests, which meet an empty row, nor the last ones, which nobody
    /// follows, are the load that is meant.
    /// </summary>
    public async Task<LoadResult> SaturateAsync(int callers, TimeSpan time)
    {
        LoadResult before = new(), result = new(), after = new();
        TimeSpan start = time / 8;
        long begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begin) < start + time)
            {
                await SendAsync(
                    () => Stopwatch.GetElapsedTime(begin) is var now && now < start ? before
                        : now < start + time ? result
                        : after,
                    Stopwatch.GetTimestamp());
            }
        })));
        result.Elapsed = time;
        result.Lost += before.Lost + after.Lost;
        return result;
    }

    /// <summary>Requests at even distances, whatever the answers; a request's time begins when it was due.</summary>
    public async Task<LoadResult> PaceAsync(double requestsPerSecond, TimeSpan time)
    {
        var result = new LoadResult();
        var running = new List<Task>();
        long begin = Stopwatch.GetTimestamp();
        int count = (int)(requestsPerSecond * time.TotalSeconds);
        for (int i = 0; i < count; i++)
        {
            long due = begin + (long)(i / requestsPerSecond * Stopwatch.Frequency);
            TimeSpan wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            running.Add(Task.Run(() => SendAsync(() => result, due)));
        }

        await Task.WhenAll(running);
        result.Elapsed = Stopwatch.GetElapsedTime(begin);
        return result;
    }

    /// <summary>Sends every request once and compares the answers with the library's.</summary>
    /// <exception cref="ClozeException">One is another.</exception>
    public async Task VerifyAsync()
    {
        for (int i = 0; i < texts.Bodies.Length; i++)
        {
            using HttpResponseMessage response = await PostAsync(i);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            if (response.IsSuccessStatusCode && texts.IsAnswer(i, body)) continue;
            throw new ClozeException($"Request {i} was answered otherwise.", "Look at the server's log.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // The result that counts it is chosen when the answer is there.
    private async Task SendAsync(Func<LoadResult> result, long due)
    {
        int request = (int)((uint)Interlocked.Increment(ref _next) % (uint)texts.Bodies.Length);
        try
        {
            using HttpResponseMessage response = await PostAsync(request);
            byte[] body = await response.Content.ReadAsByteArrayAsync();
            bool isRight = response.StatusCode == HttpStatusCode.OK && body.Length > 0;
            result().Add(Stopwatch.GetElapsedTime(due), isRight ? texts.Tokens[request] : 0, isRight);
        }
        catch (HttpRequestException)
        {
            result().Add(Stopwatch.GetElapsedTime(due), 0, false);
        }
    }

    private Task<HttpResponseMessage> PostAsync(int request)
    {
        var content = new ByteArrayContent(texts.Bodies[request]);
        content.Headers.ContentType = s_json;
        return _client.PostAsync("/v1/fill-mask", content);
    }
}
