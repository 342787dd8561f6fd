using Cloze.BrowserTests;
using Cloze.Compute;
using Cloze.Inference;
using Cloze.Server;
using Cloze.Text;
using Cloze.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(PageFixture))]

namespace Cloze.BrowserTests;

/// <summary>A small model trained in a second, a server with its page, the library beside it, and a browser.</summary>
public sealed class PageFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-page-").FullName;
    private IPlaywright? _playwright;
    private WebApplication? _server;

    /// <summary>The model's folder, with the record of its run.</summary>
    public string ModelFolder => Path.Combine(_folder, "small");

    /// <summary>The model, as a program uses it.</summary>
    public MaskedLanguageModel Model { get; private set; } = null!;

    /// <summary>The page's address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The browser; null where none is installed.</summary>
    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Find() is not { } chromium) return;
        Train(Preset.Tiny, ModelFolder, 60);
        Model = MaskedLanguageModel.Load(ModelFolder, threads: 1);
        _server = await StartAsync(null);
        Address = _server.Urls.First();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            // Within a container that runs as root there is no sandbox to be had.
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
    }

    /// <summary>Trains a model on the fixture's sentences.</summary>
    public static void Train(Preset preset, string folder, int steps, VocabularyKind? kind = null) => TrainingRun.Run(
        Documents(),
        new TrainingOptions
        {
            Output = folder,
            Preset = preset,
            Steps = steps,
            BatchTokens = 256,
            SequenceLength = 64,
            VocabularySize = kind == VocabularyKind.BytePair ? 400 : 200,
            VocabularyKind = kind,
            Threads = 1,
            Seed = 1,
        });

    /// <summary>Another server, of the same model unless another is named, on a port of its own.</summary>
    public async Task<WebApplication> StartAsync(string? key, string? folder = null)
    {
        WebApplication server = ClozeServer.Build(new ServerOptions
        {
            Models = [new ServedFolder("small", folder ?? ModelFolder)],
            Urls = ["http://127.0.0.1:0"],
            Engine = new EngineOptions { Threads = 1 },
            ApiKey = key,
        });
        await server.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        Model?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Documents() =>
        from subject in new[] { "the cat", "a dog", "the old man", "our horse", "one bird", "my friend" }
        from verb in new[] { "sees", "hears", "follows", "likes" }
        from seen in new[] { "the house", "a tree", "the river", "his garden", "the road" }
        from place in new[] { "today", "again" }
        select $"{subject} {verb} {seen} {place}.";
}
