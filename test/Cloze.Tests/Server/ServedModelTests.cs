using System.Net;
using System.Text.Json;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Server;
using Cloze.Server.Models;
using Cloze.Tests.Inference;
using Cloze.Tests.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>Several models, a full row, a swap and a shutdown.</summary>
public class ServedModelTests
{
    private const string Question = """{"inputs":"the [MASK] sees"}""";

    [Fact]
    public async Task SeveralModelsAnswerUnderTheirNames()
    {
        using var other = new TinyRun();
        other.Run(other.Options(2));
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { Models = [.. options.Models, new ServedFolder("org/other", other.Output)] });
        JsonElement models = (await server.GetAsync("/v1/models")).GetProperty("data");
        Assert.Equal(
            ["tiny", "org/other"], models.EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        (_, JsonElement first) = await server.AskAsync("/v1/fill-mask", Question);
        (_, JsonElement tiny) = await server.AskAsync("/models/tiny", Question);
        (int status, JsonElement second) = await server.AskAsync("/models/org/other", Question);
        Assert.Equal(200, status);
        Assert.Equal(first.GetRawText(), tiny.GetRawText());
        Assert.NotEqual(first.GetRawText(), second.GetRawText());
    }

    [Fact]
    public async Task AFullRowAnswers429AndRetryAfter()
    {
        await using RunningServer server = await RunningServer.StartAsync(options => options with { MaxQueue = 2 });
        ServedModel model = server.App.Services.GetRequiredService<ModelCatalog>().Find("tiny");
        using (model.Enter(1))
        {
            Assert.Equal(200, (await server.AskAsync("/v1/fill-mask", Question)).Status);
            using HttpResponseMessage full = await server.PostAsync("/embed", """{"inputs":["a","the"]}""");
            Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
            Assert.InRange(full.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            JsonElement problem = await RunningServer.ReadAsync(full);
            Assert.Equal(
                "1 texts wait for the model tiny, expected at most 2.", problem.GetProperty("detail").GetString());
        }

        Assert.Equal(200, (await server.AskAsync("/embed", """{"inputs":["a","the","cat"]}""")).Status);
        Assert.Equal(0, model.Row.Texts);
    }

    [Fact]
    public async Task AModelThatIsReplacedIsSwappedWithoutALostRequest()
    {
        using var next = new TinyRun();
        next.Run(next.Options(3));
        using var expected = MaskedLanguageModel.Load(next.Output, threads: 1);
        double probability = expected.Fill("the [MASK] sees")[0].Probability;
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { WatchInterval = TimeSpan.FromMilliseconds(20) });
        bool replaced = false;
        for (int i = 0; i < 3000; i++)
        {
            (int status, JsonElement body) = await server.AskAsync("/v1/fill-mask", Question);
            Assert.Equal(200, status);
            if (i == 20) Replace(next.Output, server.Folder);
            replaced = body[0].GetProperty("score").GetDouble() == probability;
            if (replaced) break;
            if (i > 20) await Task.Delay(5);
        }

        Assert.True(replaced, server.Log.ToString());
        await AssertLoggedAsync(server, "The model tiny was replaced on disk and is swapped.");
    }

    [Fact]
    public async Task AModelReplacedByADamagedOneGoesOn()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { WatchInterval = TimeSpan.FromMilliseconds(20) });
        File.WriteAllText(Path.Combine(server.Folder, "config.json"), "{");
        await AssertLoggedAsync(server, "The model tiny was replaced on disk by one that cannot be loaded:");
        Assert.Equal(200, (await server.AskAsync("/v1/fill-mask", Question)).Status);
    }

    [Fact]
    public async Task AShutdownFinishesWhatItTook()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { MaxTexts = 10_000 });
        ServedModel model = server.App.Services.GetRequiredService<ModelCatalog>().Find("tiny");
        string texts = string.Join(',', Enumerable.Repeat("\"the [MASK] sees a tree\"", 2000));
        Task<(int Status, JsonElement Body)> running = server.AskAsync(
            "/v1/fill-mask", $$"""{"inputs":[{{texts}}]}""");
        while (model.Row.Texts == 0 && !running.IsCompleted) await Task.Delay(1);
        await ((IHost)server.App).StopAsync(CancellationToken.None);
        (int status, JsonElement body) = await running;
        Assert.Equal(200, status);
        Assert.Equal(2000, body.GetArrayLength());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.Client.GetAsync("/health"));
    }

    [Fact]
    public async Task AnEncoderAloneEmbedsAndPredictsNothing()
    {
        using var encoder = new PieceModel(ModelOutputs.None);
        await using RunningServer server = await RunningServer.StartAsync(
            options => options with { Models = [new ServedFolder("encoder", encoder.Folder)] });
        Assert.Equal(200, (await server.AskAsync("/embed", """{"inputs":"a"}""")).Status);
        (int status, JsonElement body) = await server.AskAsync("/v1/fill-mask", Question);
        Assert.Equal(400, status);
        Assert.Equal(
            "The model encoder has no masked-language-model head: it predicts no words.",
            body.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("a,a", "Two models are called \"a\".")]
    [InlineData("", "No model is named.")]
    public void NamesAreOnesOwn(string names, string message)
    {
        using var run = new TinyRun();
        var options = new ServerOptions
        {
            Models = [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(
                name => new ServedFolder(name, run.Start))],
        };
        Assert.Equal(message, Assert.Throws<ClozeException>(() => ClozeServer.Build(options)).Message);
    }

    [Theory]
    [InlineData("models/bert", "bert", "models/bert")]
    [InlineData("models/bert/", "bert", "models/bert/")]
    [InlineData("small=models/bert", "small", "models/bert")]
    public void AFolderHasANameOfItsOwnOrAGivenOne(string word, string name, string path) =>
        Assert.Equal(new ServedFolder(name, path), ServedFolder.Parse(word));

    [Theory]
    [InlineData("=x")]
    [InlineData("x=")]
    [InlineData("")]
    public void ANameOrFolderThatIsEmptyIsRefused(string word) =>
        Assert.Equal(
            $"The model is given as \"{word}\", expected a folder or NAME=FOLDER.",
            Assert.Throws<ClozeException>(() => ServedFolder.Parse(word)).Message);

    private static void Replace(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from))
        {
            string name = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, name + ".new");
            File.Move(name + ".new", name, overwrite: true);
        }
    }

    // A line may come a little after what it tells of.
    private static async Task AssertLoggedAsync(RunningServer server, string line)
    {
        for (int i = 0; i < 1000 && !server.Log.ToString().Contains(line); i++) await Task.Delay(10);
        Assert.Contains(line, server.Log.ToString());
    }
}
