using System.Text.RegularExpressions;
using Cloze.Cli.Commands;
using Cloze.Cli.Hosting;
using Cloze.Data;
using Cloze.Tests.Data;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>An option that a hint names is one of the verb that shows the hint.</summary>
public sealed partial class HintedOptionTests : IDisposable
{
    private static readonly CliContext s_context = new(Stream.Null, TextWriter.Null, TextWriter.Null);
    private static readonly string[] s_readers = ["train", "eval", "bench"];

    private readonly TinyRun _run = new();

    /// <summary>A verb that reads a corpus, and a file that it cannot read.</summary>
    public static TheoryData<string, string> Unreadable =>
        new(s_readers.SelectMany(verb => Files().Select(file => (verb, file.Name))));

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task OfATextThatCannotBeRead(string verb, string name)
    {
        string path = Path.Combine(_run.Path, name);
        File.WriteAllBytes(path, Files().Single(file => file.Name == name).Content);

        CliRun run = await CliRun.Of(verb switch
        {
            "train" => ["train", "--data", path, "--out", _run.Output],
            "eval" => ["eval", _run.Start, "--data", path],
            _ => ["bench", "--data", path, "--preset", "tiny", "--seconds", "0.1"],
        });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("hint: ", run.Error);
        string[] known = [.. Verb(verb).Options.Select(option => option.Name)];
        // Some hints name none.
        Assert.All(Flags().Matches(run.Error), flag => Assert.Contains(flag.Value, known));
        var error = Assert.Throws<ClozeException>(
            () => Corpus.Read(new CorpusOptions { Paths = [path] }).Count());
        Assert.Contains(error.Message, run.Error);
        Assert.All(
            Keys().Matches(error.Message + error.Hint),
            key => Assert.Contains("--" + TrainingOptionTable.Of(key.Groups["key"].Value).Flag, known));
    }

    [Fact]
    public void SomeOfThemNameOptions()
    {
        int named = Files().Count(file =>
        {
            string path = Path.Combine(_run.Path, file.Name);
            File.WriteAllBytes(path, file.Content);
            var error = Assert.Throws<ClozeException>(
                () => Corpus.Read(new CorpusOptions { Paths = [path] }).Count());
            return Keys().IsMatch(error.Hint);
        });
        Assert.InRange(named, 4, Files().Length);
    }

    private static System.CommandLine.Command Verb(string name) =>
        Verbs.All(s_context).Single(command => command.Name == name);

    private static (string Name, byte[] Content)[] Files() =>
    [
        ("latin.txt", [0x61, 0xE9, 0x62]),
        ("empty.txt", []),
        ("blank.md", [.. "\n\n"u8]),
        ("zero.txt", [0x61, 0, 0x62, 0]),
        ("half.txt", [0xFF, 0xFE, 0x3D, 0xD8]),
        ("table.txt", [.. "PAR1"u8]),
        ("cut.txt.gz", Gzip.Pack("one two three")[..12]),
        ("field.jsonl", [.. "{\"body\":\"one\"}"u8]),
        ("pair.jsonl", [.. "{\"text\":\"\\ud83d\"}"u8]),
        ("broken.jsonl", [.. "{\"text\":"u8]),
        ("words.pdf", [.. "%PDF"u8]),
    ];

    [GeneratedRegex("--[a-z][a-z0-9-]*")]
    private static partial Regex Flags();

    [GeneratedRegex("`(?<key>[a-z0-9_]+)`")]
    private static partial Regex Keys();
}
