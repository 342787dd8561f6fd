using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Compute;
using Cloze.Server;
using Cloze.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze serve</c>: models over HTTP, and a page.</summary>
internal static class ServeCommand
{
    private const string KeyVariable = "CLOZE_API_KEY";

    public static readonly string[] Examples =
    [
        "cloze serve my-model",
        "cloze serve small=my-model large=my-bert --max-queue 256",
        "CLOZE_API_KEY=... cloze serve my-model --urls http://0.0.0.0:8080",
    ];

    public static Command Create(CliContext context)
    {
        var usual = new ServerOptions { Models = [] };
        var models = new Argument<string[]>("model")
        {
            Description = "Model folders in the Hugging Face layout, each served under its own name or as NAME=FOLDER.",
            HelpName = "MODEL",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> urls = CliOption.Of(
            "--urls",
            new TextKind("URLS"),
            "Addresses to listen at, with ; between. Only this machine reaches the usual one.",
            string.Join(';', usual.Urls));
        Option<string?> key = CliOption.Of<string?>(
            "--api-key",
            new TextKind("KEY"),
            $"Answer only who sends Authorization: Bearer KEY. Read from {KeyVariable} if not given, where no list of "
                + "processes shows it.");
        Option<int> tokens = CliOption.Of(
            "--max-batch-tokens",
            NumberKinds.Between(1, 1 << 20, "TOKENS"),
            "The most tokens that a model computes at a time, of all callers.",
            usual.Engine.BatchTokens);
        Option<int> queue = CliOption.Of(
            "--max-queue",
            NumberKinds.Between(1, 1_000_000, "TEXTS"),
            "The most texts that wait for a model; more are answered 429.",
            usual.MaxQueue);
        Option<int> threads = SharedOptions.Threads();
        Option<RequestLog> log = Log();
        Option<string?> page = CliOption.Of<string?>(
            "--page", TextKind.Path("FOLDER"), "Serve these files as the page, in place of its own.");
        Option<bool> json = CliOption.Switch("--json", "Print the models and addresses as JSON, once they are served.");
        var command = new Command("serve", "Serve models over HTTP, with a page on which to see them work.")
        {
            models, urls, key, tokens, queue, threads, log, page, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ServerOptions
            {
                Models = [.. parsed.GetRequiredValue(models).Select(ServedFolder.Parse)],
                Urls = parsed.GetRequiredValue(urls).Split(
                    ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                ApiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable),
                Engine = new EngineOptions
                {
                    Threads = parsed.GetValue(threads),
                    BatchTokens = parsed.GetValue(tokens),
                },
                MaxQueue = parsed.GetValue(queue),
                LogRequests = parsed.GetValue(log),
                PageFolder = parsed.GetValue(page),
                Log = TextWriter.Synchronized(context.Error),
            },
            parsed.GetValue(json),
            context,
            cancellation));
        return command;
    }

    private static Option<RequestLog> Log() => CliOption.Of<RequestLog>(
        "--log",
        new ChoiceKind<RequestLog>(),
        "What the log tells of requests: nothing, as without this option, a line each, or what people sent too.");

    private static async Task<int> RunAsync(
        ServerOptions options, bool json, CliContext context, CancellationToken cancellation)
    {
        await using WebApplication app = ClozeServer.Build(options);
        await StartAsync(app, cancellation);
        string[] names = [.. options.Models.Select(model => model.Name)];
        if (json) context.Output.WriteLine(Json.Line(new ServingJson(names, [.. app.Urls])));
        foreach (string url in app.Urls)
        {
            context.Error.WriteLine($"serving {Printable.Line(string.Join(", ", names))} at {url}");
        }

        var stop = new TaskCompletionSource();
        await using (cancellation.Register(stop.SetResult)) await stop.Task;
        context.Error.WriteLine("stopping: what was taken is finished first");
        await ((IHost)app).StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException error)
        {
            throw new ClozeException(error.Message, "Choose another address with --urls, or stop what listens there.");
        }
    }
}
