namespace Cloze.Server;

/// <summary>What the options of a server must be.</summary>
internal static class ServerOptionsRules
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Checks the options before anything is loaded.</summary>
    /// <exception cref="ClozeException">One makes no sense.</exception>
    public static void Check(ServerOptions options)
    {
        if (options.Urls.Count == 0) throw new ClozeException("No address is given.", "Name one to listen at.");
        foreach (string url in options.Urls) CheckUrl(url);
        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(character => character is <= ' ' or > '~')))
        {
            throw new ClozeException(
                "The key is empty, or has a space or a character outside ASCII.",
                "Choose a key of letters and digits.");
        }

        Range("max-queue", options.MaxQueue, 1, 1_000_000);
        Range("texts of a request", options.MaxTexts, 1, 1_000_000);
        Range("bytes of a body", options.MaxBodyBytes, 1, 1 << 30);
        Range("connections", options.MaxConnections, 1, 1_000_000);
        Range("threads", options.Engine.Threads, 0, 1024);
        Range("tokens of a batch", options.Engine.BatchTokens, 1, 1 << 20);
        Range("request's time", options.RequestTimeout, TimeSpan.FromMilliseconds(1));
        Range("shutdown's time", options.ShutdownTimeout, TimeSpan.Zero);
        if (options.PageFolder is { } folder && !Directory.Exists(folder))
        {
            throw new ClozeException($"There is no folder {folder} for the page.", "Name a folder with an index.html.");
        }
    }

    private static void CheckUrl(string url)
    {
        if (Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal)
                .Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out Uri? parsed)
            && parsed.Scheme == Uri.UriSchemeHttp
            && parsed.AbsolutePath == "/")
        {
            return;
        }

        throw new ClozeException(
            $"The address is \"{url}\", expected http://HOST:PORT.",
            "Encryption is the work of a proxy before the server.");
    }

    private static void Range(string name, int value, int least, int most)
    {
        if (value >= least && value <= most) return;
        throw new ClozeException($"The {name} is {value}, expected {least} to {most}.", "Choose a number within.");
    }

    private static void Range(string name, TimeSpan value, TimeSpan least)
    {
        if (value >= least && value <= s_longest) return;
        throw new ClozeException($"The {name} is {value}, expected {least} to {s_longest}.", "Choose a time within.");
    }
}
