using Cloze.Compute;
using Cloze.Server;
using Microsoft.AspNetCore.Builder;

namespace Cloze.Fuzz;

/// <summary>A server with a model of a few hundred weights, on a port that the system chose.</summary>
internal sealed class FuzzedServer : IDisposable
{
    private readonly WebApplication _app;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where the model is written.</param>
    public FuzzedServer(string folder)
    {
        SeedModel.Write(folder);
        _app = ClozeServer.Build(new ServerOptions
        {
            Models = [new ServedFolder("tiny", folder)],
            Urls = ["http://127.0.0.1:0"],
            Engine = new EngineOptions { Threads = 1 },
            MaxBodyBytes = 1 << 16,
            WatchInterval = TimeSpan.Zero,
        });
        _app.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_app.Urls.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public void Dispose() => _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
