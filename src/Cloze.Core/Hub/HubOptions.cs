namespace Cloze.Hub;

/// <summary>Where models are found by their names: a hub, and a folder that keeps what came from it.</summary>
public sealed record HubOptions
{
    private const string DefaultEndpoint = "https://huggingface.co";

    /// <summary>Where the hub is; <c>HF_ENDPOINT</c> names another.</summary>
    public Uri Endpoint { get; init; } = new(DefaultEndpoint);

    /// <summary>
    /// The folder of models, in the layout that Hugging Face's libraries share: what one has downloaded, the others
    /// find.
    /// </summary>
    public required string Cache { get; init; }

    /// <summary>What opens private models, or null. It is sent to <see cref="Endpoint"/> alone.</summary>
    public string? Token { get; init; }

    /// <summary>Whether nothing may be downloaded: what the cache does not have is an error.</summary>
    public bool IsOffline { get; init; }

    /// <summary>
    /// What the environment says, as Hugging Face's libraries read it: <c>HF_ENDPOINT</c>, <c>HF_HUB_CACHE</c> or
    /// <c>HF_HOME</c> (or <c>XDG_CACHE_HOME</c>) for the cache, a leading <c>~</c> in them for the home folder;
    /// <c>HF_TOKEN</c>, <c>HF_HUB_OFFLINE</c>.
    /// </summary>
    /// <exception cref="ClozeException">The endpoint is no address of HTTP.</exception>
    public static HubOptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>The same, of variables that are handed in.</summary>
    internal static HubOptions From(Func<string, string?> variable)
    {
        string? Given(string name) => variable(name) is { Length: > 0 } value ? value : null;
        string cache = Given("HF_HUB_CACHE") ?? Given("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Shared(Given), "hub");
        return new HubOptions
        {
            Endpoint = ReadEndpoint(Given("HF_ENDPOINT") ?? DefaultEndpoint),
            Cache = Expand(cache, Given),
            Token = Given("HF_TOKEN")?.Trim(),
            IsOffline = Given("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }

    private static string Shared(Func<string, string?> given)
    {
        if (given("HF_HOME") is { } home) return home;
        return Path.Combine(given("XDG_CACHE_HOME") ?? Path.Combine(Home(given), ".cache"), "huggingface");
    }

    // No shell has seen what a service's settings or a file of variables says. As in Python, ~name stays as it is here.
    private static string Expand(string path, Func<string, string?> given)
    {
        bool isHome = path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            || path.StartsWith("~" + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isHome ? Home(given) + path[1..] : path;
    }

    private static string Home(Func<string, string?> given) =>
        given(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME")
        ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static Uri ReadEndpoint(string text)
    {
        bool isAddress = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? endpoint)
            && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp);
        return isAddress ? endpoint! : throw new ClozeException(
            $"HF_ENDPOINT is \"{text}\", expected an address such as https://hub.example.com.", "Mend or unset it.");
    }
}
