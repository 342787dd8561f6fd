using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>Nothing from a file acts on the terminal.</summary>
public sealed class PrintableTests : IDisposable
{
    private const string Bell = "\u001B[31mred\u0007";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain é 日本 😀", "plain é 日本 😀")]
    [InlineData("\u001B[2J", "\\u001B[2J")]
    [InlineData("a\nb\rc\td", "a\\u000Ab\\u000Dc\\u0009d")]
    [InlineData("\u007F\u0085\u009B", "\\u007F\\u0085\\u009B")]
    [InlineData("a\u202Eb\u2066c\u2028", "a\\u202Eb\\u2066c\\u2028")]
    [InlineData("", "")]
    public void AControlCharacterIsShown(string text, string shown) => Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void MarkupShowsBracketsToo() => Assert.Equal("\\u001B[[x]]", Printable.Markup("\u001B[x]"));

    [Fact]
    public async Task APieceOfTheVocabularyReachesNoTerminal()
    {
        Tokenizer.Create(
            Vocabulary.Create([.. new SpecialTokens().All, "red", "m", "[", "31", Bell]),
            new TokenizerOptions { CleanText = false }).Save(_folder.Path);
        string json = File.ReadAllText(_folder.File("tokenizer.json"));
        string content = JsonSerializer.Serialize(Bell);
        string added = $"{{\"id\": 9, \"content\": {content}}}";
        File.WriteAllText(
            _folder.File("tokenizer.json"), json.Replace("\"added_tokens\": [", $"\"added_tokens\": [{added},"));
        foreach (CliRun run in new[]
        {
            await CliRun.Of("tokenize", _folder.Path, $"red {Bell}"),
            await CliRun.WithInput($"red {Bell}\n", default, "tokenize", _folder.Path, "--input", "-"),
            await CliRun.Of("tokenize", _folder.Path, $"red {Bell}", "--json"),
        })
        {
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains("\\u001B[31mred\\u0007", run.Output);
            Assert.DoesNotContain('\u001B', run.Output);
            Assert.DoesNotContain('\u0007', run.Output);
        }
    }

    [Fact]
    public async Task AMessageReachesNoTerminal()
    {
        CliRun run = await CliRun.Of("tokenize", _folder.File(Bell), "a");
        Assert.Contains("\\u001B[31mred\\u0007", run.Error);
        Assert.DoesNotContain('\u001B', run.Error);
    }
}
