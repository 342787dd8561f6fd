using System.ClientModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using OpenAI;
using Xunit;

namespace Cloze.Tests.Server;

/// <summary>The clients that people use, against a running server.</summary>
public sealed class RealClientTests : IAsyncLifetime
{
    private const string Key = "a-key";
    private static readonly string[] s_texts = ["the cat sees", "a dog"];
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(options => options with { ApiKey = Key });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task HuggingFacesClientFillsAndEmbeds()
    {
        JsonElement seen = await RunAsync("hugging-face.mjs", "@huggingface/inference");
        using MaskedLanguageModel model = Load();
        Assert.Equal(
            model.Fill("the [MASK] sees", new FillOptions { TopK = 3 }).Select(
                prediction => (prediction.Token, prediction.Probability)),
            seen.GetProperty("filled").EnumerateArray().Select(
                item => (item.GetProperty("token_str").GetString()!, item.GetProperty("score").GetDouble())));
        Assert.Equal(Expected(model), Vectors(seen.GetProperty("embedded")));
        Assert.Contains("The text has no [MASK].", seen.GetProperty("error").GetString());
    }

    [Fact]
    public async Task OpenAIsClientEmbeds()
    {
        JsonElement seen = await RunAsync("openai.mjs", "openai");
        using MaskedLanguageModel model = Load();
        Assert.Equal(Expected(model), Vectors(seen.GetProperty("packed")));
        Assert.Equal(Expected(model), Vectors(seen.GetProperty("numbers")));
        Assert.Equal(9, seen.GetProperty("tokens").GetInt32());
        Assert.Equal("tiny", seen.GetProperty("models")[0].GetString());
        Assert.StartsWith("404 ", seen.GetProperty("error").GetString());
        Assert.Contains("is not served, but tiny.", seen.GetProperty("error").GetString());
    }

    [Fact]
    public async Task DotNetsClientOfOpenAIEmbeds()
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(_server.Client.BaseAddress!, "/v1") };
        using IEmbeddingGenerator<string, Embedding<float>> generator =
            new OpenAIClient(new ApiKeyCredential(Key), options).GetEmbeddingClient("tiny").AsIEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>> vectors = await generator.GenerateAsync(s_texts);
        using MaskedLanguageModel model = Load();
        Assert.Equal(Expected(model), vectors.Select(vector => vector.Vector.ToArray()));
        Assert.Equal(9, vectors.Usage?.InputTokenCount);
    }

    private MaskedLanguageModel Load() => MaskedLanguageModel.Load(_server.Folder, threads: 1);

    private static IEnumerable<float[]> Expected(MaskedLanguageModel model) =>
        s_texts.Select(text => model.Embed(text).Values.ToArray());

    private static IEnumerable<float[]> Vectors(JsonElement lists) => lists.EnumerateArray().Select(
        list => list.EnumerateArray().Select(value => value.GetSingle()).ToArray());

    private async Task<JsonElement> RunAsync(string script, string package)
    {
        string folder = Path.Combine(Root(), "tools", "serve-clients");
        string packages = Path.Combine(folder, "node_modules", package);
        if (!Directory.Exists(packages)) Assert.Skip($"missing: tools/serve-clients/node_modules/{package}");
        string[] words = [Path.Combine(folder, script), _server.Client.BaseAddress!.ToString().TrimEnd('/'), Key];
        using Process process = Start(words);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return JsonElement.Parse(output);
    }

    private static Process Start(string[] words)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", words)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("missing: node");
            throw;
        }
    }

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", ".."));
}
