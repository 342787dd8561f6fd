using Cloze.Compute;

namespace Cloze.Server;

/// <summary>What is served, where, and within which limits.</summary>
public sealed record ServerOptions
{
    /// <summary>The models; the first answers where a request names none.</summary>
    public required IReadOnlyList<ServedFolder> Models { get; init; }

    /// <summary>Where to listen. Loopback by default: whoever opens it to others says so.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>What callers must send as <c>Authorization: Bearer KEY</c>; null to let everyone in.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Where each model computes, and the most tokens of a batch.</summary>
    public EngineOptions Engine { get; init; } = EngineOptions.Default;

    /// <summary>The most texts that wait or are computed, for each model; more are answered 429.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>The most texts of one request; more are answered 413.</summary>
    public int MaxTexts { get; init; } = 256;

    /// <summary>The largest body, in bytes; a larger one is answered 413.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>The most connections at a time; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>How long a request may take before it is answered 503.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a shutdown waits for the requests that it took.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the models' folders are looked at for a change; zero for never.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the log goes; null for nowhere.</summary>
    public TextWriter? Log { get; init; }

    /// <summary>What the log tells of requests.</summary>
    public RequestLog LogRequests { get; init; }

    /// <summary>A folder whose files are the page, in place of the one within; null for that.</summary>
    public string? PageFolder { get; init; }
}
