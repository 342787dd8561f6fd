using System.Text.Json;
using Cloze.Cli.Rendering;
using Cloze.Tests.Text;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>The unit of offsets: Hugging Face's code points, or .NET's UTF-16 units.</summary>
public sealed class OffsetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OffsetsTests() => Tokenizer.Create(
        Vocabulary.Create([.. new SpecialTokens().All, "😀", "hello", "a"])).Save(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[[0,0],[0,1],[2,7],[0,0]]")]
    [InlineData("[[0,0],[0,1],[2,7],[0,0]]", "--offsets", "code-points")]
    [InlineData("[[0,0],[0,2],[3,8],[0,0]]", "--offsets", "utf-16")]
    public async Task JsonHasCodePointsUnlessUtf16IsAskedFor(string expected, params string[] options)
    {
        CliRun run = await CliRun.Of(["tokenize", _folder.Path, "😀 hello", "--json", .. options]);
        Assert.Equal("", run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(expected, json.RootElement.GetProperty("offset_mapping").GetRawText());
        CliRun many = await CliRun.WithInput(
            "😀 hello\n", default, ["tokenize", _folder.Path, "--input", "-", "--json", .. options]);
        Assert.Equal("{\"line\":1," + run.Output[1..], many.Output);
    }

    [Fact]
    public async Task EachTextOfAPairHasItsOwnCountAndTheTableHasTheSame()
    {
        CliRun pair = await CliRun.Of("tokenize", _folder.Path, "😀 a", "--pair", "😀😀 hello", "--json");
        using JsonDocument json = JsonDocument.Parse(pair.Output);
        Assert.Equal(
            "[[0,0],[0,1],[2,3],[0,0],[0,2],[3,8],[0,0]]",
            json.RootElement.GetProperty("offset_mapping").GetRawText());
        Assert.Contains("2-7", (await CliRun.Of("tokenize", _folder.Path, "😀 hello")).Output);
        Assert.Contains("3-8", (await CliRun.Of("tokenize", _folder.Path, "😀 hello", "--offsets", "utf-16")).Output);
    }

    [Fact]
    public async Task AnotherUnitIsWrongUsage()
    {
        CliRun run = await CliRun.Of("tokenize", _folder.Path, "a", "--offsets", "bytes");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--offsets is \"bytes\", expected one of: code-points, utf-16.", run.Error);
    }

    [Theory]
    [InlineData("uncased", 4_160)]
    [InlineData("multilingual", 2_120)]
    public void EveryGoldenLineHasTheReferencesCodePoints(string name, int expectedLines)
    {
        Tokenizer tokenizer = GoldenVocabularies.Tokenizer(name);
        int lines = 0;
        foreach (GoldenLine line in GoldenLine.Read(SharedFiles.Require($"golden/tokenizer/{name}.jsonl")))
        {
            lines++;
            if (!line.Json.TryGetProperty("offsets", out JsonElement expected)) continue;
            Encoding encoding = tokenizer.Encode(line.Text, line.Pair, line.Options);
            IEnumerable<string> found = Offsets.Of(encoding, line.Text, line.Pair, Offsets.CodePoints)
                .Select(place => $"[{place.Start},{place.End}]");
            Assert.Equal(
                (line.Place, expected.GetRawText().Replace(" ", "")), (line.Place, $"[{string.Join(',', found)}]"));
        }

        Assert.Equal(expectedLines, lines);
    }

    [Fact]
    public void ASequenceIdSaysWhichTextATokenIsOf()
    {
        Encoding pair = Tokenizer.Load(_folder.Path).Encode("a", "hello a");
        Assert.Equal([-1, 0, -1, 1, 1, -1], pair.SequenceIds.AsEnumerable());
    }
}
