using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze serve</c>: models over HTTP, and a page.</summary>
internal static class ServeCommand
{
    public static readonly string[] Examples =
    [
        "cloze serve my-model",
        "cloze serve small=my-model large=my-bert --max-queue 256",
        "CLOZE_API_KEY=... cloze serve my-model --urls http://0.0.0.0:8080",
    ];

    public static Command Create(CliContext context)
    {
        var flags = new ServeFlags();
        Option<bool> json = CliOption.Switch("--json", "Print the models and addresses as JSON, once they are served.");
        var command = new Command("serve", "Serve models over HTTP, with a page on which to see them work.")
        {
            flags.Models,
        };
        foreach (Option option in flags.Options) command.Add(option);
        command.Add(json);
        command.SetAction((parsed, cancellation) => RunAsync(
            WithFolders(flags.Read(parsed, TextWriter.Synchronized(context.Error)), context, cancellation),
            parsed.GetValue(json),
            context,
            cancellation));
        return command;
    }

    private static ServerOptions WithFolders(
        ServerOptions options, CliContext context, CancellationToken cancellation) => options with
        {
            Models =
            [
                .. options.Models.Select(
                    model => model with { Path = HubFolder.Of(model.Path, context, cancellation) }),
            ],
        };

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
