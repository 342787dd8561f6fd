using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class PrepareVerbTests : IDisposable
{
    private readonly TinyStore _store = new();

    private string[] Arguments =>
        ["prepare", "--data", _store.Corpus, "--tokenizer", _store.TokenizerFolder, "--out", _store.Store];

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task AStoreIsPreparedAndChecked()
    {
        CliRun made = await CliRun.Of(Arguments);
        Assert.Equal((ExitCode.Done, ""), (made.ExitCode, made.Error));
        Assert.Contains("3 files in 2 shards", made.Output);
        Assert.Contains(" kB of text in ", made.Output);
        Assert.Contains(" tokens/s", made.Output);
        Assert.Contains($"The store is in {_store.Store}.", made.Output);
        CliRun check = await CliRun.Of("prepare", "--out", _store.Store, "--check");
        Assert.Contains("Every id was read, and has its checksum.", check.Output);
    }

    [Fact]
    public async Task JsonHasItsFigures()
    {
        CliRun made = await CliRun.Of([.. Arguments, "--json", "--memory", "192", "--threads", "1"]);
        JsonElement json = JsonElement.Parse(Assert.Single(made.Lines));
        Assert.Equal(3, json.GetProperty("files").GetInt32());
        Assert.Equal(100, json.GetProperty("training_documents").GetInt64()
            + json.GetProperty("held_out_documents").GetInt64());
        Assert.True(json.GetProperty("tokens_per_second").GetDouble() > 0);
        CliRun check = await CliRun.Of("prepare", "--out", _store.Store, "--check", "--json");
        Assert.False(JsonElement.Parse(Assert.Single(check.Lines)).TryGetProperty("seconds", out _));
    }

    [Fact]
    public async Task NearDuplicatesAreCountedAndShown()
    {
        File.WriteAllText(Path.Combine(_store.Corpus, "3.txt"), "The cat sees the house!\n\nOne bird likes a tree.");
        CliRun made = await CliRun.Of([.. Arguments, "--near-duplicates"]);
        Assert.Equal((ExitCode.Done, ""), (made.ExitCode, made.Error));
        Assert.Contains("2 near-duplicates of 102 documents left out (2.0 %); document 101 is 1.00 like", made.Output);
        Assert.Contains("Another: document 102 is 1.00 like document 97: \"One bird likes a tree.\"", made.Output);
        CliRun check = await CliRun.Of("prepare", "--out", _store.Store, "--check", "--json");
        JsonElement found = JsonElement.Parse(Assert.Single(check.Lines)).GetProperty("near_duplicates");
        Assert.Equal((100, 2), (found.GetProperty("kept").GetInt32(), found.GetProperty("dropped").GetInt32()));
        Assert.Equal(2, found.GetProperty("examples").GetArrayLength());
        CliRun run = await CliRun.Of([.. Arguments, "--near-duplicates", "--memory", "300"]);
        Assert.Contains("is too little, expected at least 512 MB with --near-duplicates.", run.Error);
    }

    [Fact]
    public async Task FlagsStandInMessages()
    {
        await CliRun.Of(Arguments);
        CliRun again = await CliRun.Of(Arguments);
        Assert.Equal(ExitCode.Failed, again.ExitCode);
        Assert.Contains(
            "Give --resume to go on with its preparation, --append to add files, or choose another folder as --out.",
            again.Error);
    }

    [Fact]
    public async Task WhatIsNotGivenIsTheStores()
    {
        await CliRun.Of([.. Arguments, "--near-duplicates", "--held-out", "0.3"]);
        File.WriteAllText(Path.Combine(_store.Corpus, "3.txt"), "the cat likes our horse");
        CliRun more = await CliRun.Of([.. Arguments, "--append"]);
        Assert.Equal((ExitCode.Done, ""), (more.ExitCode, more.Error));
        Assert.Contains("4 files in ", more.Output);
        CliRun other = await CliRun.Of([.. Arguments, "--append", "--held-out", "0.2"]);
        Assert.Equal(ExitCode.Failed, other.ExitCode);
        Assert.Contains($"{_store.Store} was prepared with --held-out 0.3, now 0.2.", other.Error);
        CliRun again = await CliRun.Of([.. Arguments, "--append"]);
        Assert.Contains("All 4 files are in it already.", again.Output);
        Assert.DoesNotContain("tokens/s", again.Output);
    }

    [Fact]
    public async Task WhatIsGivenAndNotTheStoresIsNamedByItsFlag()
    {
        await CliRun.Of(Arguments);
        CliRun run = await CliRun.Of([.. Arguments, "--append", "--near-duplicates", "--document", "line"]);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains(
            $"{_store.Store} was prepared with --document blank-line, now line; --near-duplicates false, now true.",
            run.Error);
        Assert.Contains("Leave them out, as the store's own hold then, or choose another folder as --out.", run.Error);
    }

    [Theory]
    [InlineData("--shard", "3/2", "--shard is \"3/2\", expected a part of so many, such as 2/8.")]
    [InlineData("--shard", "two", "--shard is \"two\"")]
    [InlineData("--memory", "10", "--memory is 10, outside its range: 192 to 1048576.")]
    [InlineData("--vocab-size", "90", "--tokenizer and --vocab-size exclude each other.")]
    public async Task WrongUsageIsExitCodeTwo(string flag, string value, string message)
    {
        CliRun run = await CliRun.Of([.. Arguments, flag, value]);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("--append")]
    [InlineData("--resume")]
    [InlineData("--shard 1/2")]
    public async Task ACheckPreparesNothing(string option)
    {
        await CliRun.Of(Arguments);
        string[] words = option.Split(' ');
        CliRun run = await CliRun.Of(["prepare", "--out", _store.Store, "--check", .. words]);
        Assert.Equal((ExitCode.WrongUsage, ""), (run.ExitCode, run.Output));
        Assert.Contains($"error: {words[0]} does nothing with --check.", run.Error);
        Assert.Contains("hint: Leave one of them out", run.Error);
    }

    [Fact]
    public async Task WithoutTextThereIsNothingToPrepare()
    {
        CliRun run = await CliRun.Of("prepare", "--out", _store.Store);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains("cloze prepare needs --data.", run.Error);
    }

    [Fact]
    public async Task PartsArePreparedByThemselvesAndTrainedOnAsOne()
    {
        foreach (string part in (string[])["1/2", "2/2"])
        {
            Assert.Equal(ExitCode.Done, (await CliRun.Of([.. Arguments, "--shard", part])).ExitCode);
        }

        CliRun check = await CliRun.Of("prepare", "--out", _store.Store, "--check", "--json");
        Assert.Equal(2, check.Lines.Length);
        CliRun run = await CliRun.Of(
            "train", "--data", _store.Store, "--out", _store.Beside("model"), "--steps", "2", "--threads", "1");
        Assert.Equal((ExitCode.Done, true), (run.ExitCode, run.Error.Contains("3 files; ")));
    }

    [Fact]
    public async Task InterruptedItSaysHowToGoOn()
    {
        CliRun run = await CliRun.WithInput("", new CancellationToken(canceled: true), Arguments);
        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Contains("interrupted; what is finished stays, --resume goes on", run.Error);
        Assert.Equal(ExitCode.Done, (await CliRun.Of([.. Arguments, "--resume"])).ExitCode);
    }
}
