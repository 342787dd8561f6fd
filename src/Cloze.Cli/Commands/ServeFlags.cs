using System.CommandLine;
using Cloze.Server;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>What is served, where, and within which limits.</summary>
internal sealed class ServeFlags
{
    private const string KeyVariable = "CLOZE_API_KEY";

    private static readonly ServerOptions s_usual = new() { Models = [] };

    private readonly Option<string> _urls = CliOption.Of(
        "--urls",
        new TextKind("URLS"),
        "Addresses to listen at, with ; between. Only this machine reaches the usual one.",
        string.Join(';', s_usual.Urls));

    private readonly Option<string?> _key = CliOption.Of<string?>(
        "--api-key",
        new TextKind("KEY"),
        $"Answer only who sends Authorization: Bearer KEY. Read from {KeyVariable} if not given, where no list of "
            + "processes shows it.");

    private readonly Option<int> _tokens = CliOption.Of(
        "--max-batch-tokens",
        NumberKinds.Between(1, 1 << 20, "TOKENS"),
        "The most tokens that a model computes at a time, of all callers.",
        s_usual.Engine.BatchTokens);

    private readonly Option<int> _queue = CliOption.Of(
        "--max-queue",
        NumberKinds.Between(1, 1_000_000, "TEXTS"),
        "The most texts that wait for a model; more are answered 429.",
        s_usual.MaxQueue);

    private readonly EngineFlags _engine = new();

    private readonly Option<RequestLog> _log = CliOption.Of<RequestLog>(
        "--log",
        new ChoiceKind<RequestLog>(),
        "What the log tells of requests: nothing, as without this option, a line each, or what people sent too.");

    private readonly Option<string?> _page = CliOption.Of<string?>(
        "--page", TextKind.Path("FOLDER"), "Serve these files as the page, in place of its own.");

    /// <summary>The folders of the models.</summary>
    public Argument<string[]> Models { get; } = new("model")
    {
        Description = "Model folders in the Hugging Face layout, each served under its own name or as NAME=FOLDER.",
        HelpName = "MODEL",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>All options, in the order of the help.</summary>
    public IEnumerable<Option> Options => [_urls, _key, _tokens, _queue, .. _engine.All, _log, _page];

    /// <summary>What is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="log">Where the log goes.</param>
    public ServerOptions Read(ParseResult parsed, TextWriter log) => new()
    {
        Models = [.. parsed.GetRequiredValue(Models).Select(ServedFolder.Parse)],
        Urls = parsed.GetRequiredValue(_urls).Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ApiKey = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable),
        Engine = _engine.Read(parsed) with { BatchTokens = parsed.GetValue(_tokens) },
        MaxQueue = parsed.GetValue(_queue),
        LogRequests = parsed.GetValue(_log),
        PageFolder = parsed.GetValue(_page),
        Log = log,
    };
}
