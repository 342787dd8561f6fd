using Cloze.Cli.Hosting;
using Cloze.Inference;
using Cloze.Tests.Data;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Hub;

/// <summary>A model used by its name, from the first download to the answer.</summary>
public sealed class HubModelTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly TestHub _hub = new();

    public HubModelTests()
    {
        foreach (string path in Directory.EnumerateFiles(_run.Start))
        {
            _hub.Files[Path.GetFileName(path)] = File.ReadAllBytes(path);
        }
    }

    public void Dispose()
    {
        _hub.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void AModelIsLoadedByNameAndRevision()
    {
        using var byFolder = MaskedLanguageModel.Load(_run.Start);
        using var byName = MaskedLanguageModel.Load("owner/model", "main", hub: _hub.Options);
        Assert.Equal(byFolder.Fill("the [MASK] sees"), byName.Fill("the [MASK] sees"));
    }

    [Fact]
    public async Task AVerbDownloadsOnceAndSaysSo()
    {
        (int code, string output, string error) = await RunAsync("fill", "owner/model", "the [MASK] sees");
        Assert.Equal((ExitCode.Done, "downloading owner/model\n"), (code, error));
        int asked = _hub.Server.Requests.Count;
        (int second, string again, string nothing) = await RunAsync("fill", "owner/model", "the [MASK] sees");
        Assert.Equal((code, output, ""), (second, again, nothing));
        (int inspected, _, string silent) = await RunAsync("inspect", "owner/model");
        Assert.Equal((ExitCode.Done, ""), (inspected, silent));
        Assert.Equal(asked, _hub.Server.Requests.Count);
    }

    [Theory]
    [InlineData("score", "the cat sees")]
    [InlineData("embed", "the cat sees")]
    [InlineData("explain", "the cat sees")]
    [InlineData("inspect")]
    [InlineData("eval", "--data", "CORPUS")]
    [InlineData("convert", "--out", "OUT")]
    [InlineData("export", "--onnx", "--out", "OUT")]
    public async Task EveryVerbTakesAName(string verb, params string[] others)
    {
        string[] rest = [.. others.Select(word => word switch
        {
            "CORPUS" => _run.Corpus,
            "OUT" => _run.Output,
            _ => word,
        })];
        (int code, _, string error) = await RunAsync([verb, "owner/model", .. rest]);
        Assert.Equal(ExitCode.Done, code);
        Assert.StartsWith("downloading owner/model\n", error);
    }

    [Fact]
    public async Task ARunContinuesFromAName()
    {
        (int code, _, string error) = await RunAsync(
            "train", "--from", "owner/model", "--data", _run.Corpus, "--out", _run.Output, "--threads", "1", "--steps",
            "2", "--batch-tokens", "64");
        Assert.Equal(ExitCode.Done, code);
        Assert.StartsWith("downloading owner/model\n", error);
    }

    [Fact]
    public async Task AnExportNeedsAFolderOfItsOwn()
    {
        (int code, _, string error) = await RunAsync("export", "owner/model", "--onnx");
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains("--out is missing: a model of a hub has no folder of yours.", error);
    }

    [Theory]
    [InlineData("tokenize owner/model the-cat", "cat")]
    [InlineData("prepare --data CORPUS --tokenizer owner/model --out OUT --json", "\"training_tokens\":")]
    [InlineData("doctor --data CORPUS --model owner/model --seconds 0.02 --json", "\"is_trained\":false")]
    public async Task WhatNeedsNoWeightsFetchesNone(string line, string expected)
    {
        string[] words = line.Replace("CORPUS", _run.Corpus).Replace("OUT", _run.Output).Split(' ');
        (int code, string output, string error) = await RunAsync(words);
        Assert.Equal((ExitCode.Done, "downloading owner/model\n"), (code, error));
        Assert.Contains(expected, output);
        Assert.Empty(_hub.Store.Requests);
    }

    [Fact]
    public async Task AStoreOfANamedTokenizerIsThatOfItsFolder()
    {
        string[] Arguments(string tokenizer, string store) =>
            ["prepare", "--data", _run.Corpus, "--tokenizer", tokenizer, "--out", Path.Combine(_run.Path, store)];
        (int code, _, _) = await RunAsync(Arguments(_run.Start, "folder"));
        (int named, _, _) = await RunAsync(Arguments("owner/model", "name"));
        Assert.Equal((ExitCode.Done, ExitCode.Done), (code, named));
        Assert.Equal(
            TinyStore.Files(Path.Combine(_run.Path, "folder")), TinyStore.Files(Path.Combine(_run.Path, "name")));
        (code, _, string error) = await RunAsync([.. Arguments("owner/model", "name"), "--resume"]);
        Assert.Equal((ExitCode.Done, ""), (code, error));
    }

    [Fact]
    public async Task ATypingErrorIsSaidWithoutAStackTrace()
    {
        _hub.Before = _ => new TestReply(404);
        (int code, _, string error) = await RunAsync("inspect", "owner/modle");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(
            "error: There is no folder owner/modle, and 127.0.0.1 has no model owner/modle.\n"
            + "hint: Check the name and the revision; for a folder, check the path.\n",
            error);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext(Stream.Null, output, error) { Hub = () => _hub.Options };
        int code = await CommandLine.RunAsync(arguments, context, default);
        return (code, output.ToString(), error.ToString());
    }
}
