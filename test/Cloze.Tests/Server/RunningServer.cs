using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cloze.Compute;
using Cloze.Server;
using Cloze.Tests.Training;
using Microsoft.AspNetCore.Builder;

namespace Cloze.Tests.Server;

/// <summary>A server with a very small model, on a port that the system chose, and a client of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TinyRun _run;

    private RunningServer(TinyRun run, WebApplication app, StringWriter log)
    {
        _run = run;
        App = app;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>The server.</summary>
    public WebApplication App { get; }

    /// <summary>What it has logged.</summary>
    public StringWriter Log { get; }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; }

    /// <summary>The folder of the model <c>tiny</c>.</summary>
    public string Folder => _run.Start;

    /// <summary>Starts a server.</summary>
    public static async Task<RunningServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var run = new TinyRun();
        var log = new StringWriter();
        var options = new ServerOptions
        {
            Models = [new ServedFolder("tiny", run.Start)],
            Urls = ["http://127.0.0.1:0"],
            Engine = new EngineOptions { Threads = 1 },
            WatchInterval = TimeSpan.Zero,
            Log = log,
        };
        WebApplication app = ClozeServer.Build(change is null ? options : change(options));
        await app.StartAsync();
        return new RunningServer(run, app, log);
    }

    /// <summary>Sends a body of JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Sends a body of JSON and reads the answer, whatever its status.</summary>
    public async Task<(int Status, JsonElement Body)> AskAsync(string path, string json)
    {
        using HttpResponseMessage response = await PostAsync(path, json);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Reads a path.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return await ReadAsync(response);
    }

    /// <summary>The body of an answer.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync());

    /// <summary>Sends a key with every request.</summary>
    public void UseKey(string key) =>
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        _run.Dispose();
    }
}
