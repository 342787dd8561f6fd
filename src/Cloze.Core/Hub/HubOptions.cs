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
    /// <c>HF_HOME</c> (or <c>XDG_CACHE_HOME</c>) for the cache, <c>HF_TOKEN</c>, <c>HF_HUB_OFFLINE</c>.
    /// </summary>
    /// <exception cref="ClozeException">The endpoint is no address of HTTP.</exception>
    public static HubOptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>The same, of variables that are handed in.</summary>
    internal static HubOptions From(Func<string, string?> variable)
    {
        string? Given(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return new HubOptions
        {
            Endpoint = ReadEndpoint(Given("HF_ENDPOINT") ?? DefaultEndpoint),
            Cache = Given("HF_HUB_CACHE") ?? Given("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Home(Given), "hub"),
            Token = Given("HF_TOKEN")?.Trim(),
            IsOffline = Given("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
    }

    private static string Home(Func<string, string?> given)
    {
        if (given("HF_HOME") is { } home) return home;
        string caches = given("XDG_CACHE_HOME")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(caches, "huggingface");
    }

    private static Uri ReadEndpoint(string text)
    {
        bool isAddress = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? endpoint)
            && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp);
        return isAddress ? endpoint! : throw new ClozeException(
            $"HF_ENDPOINT is \"{text}\", expected an address such as https://hub.example.com.", "Mend or unset it.");
    }
}
