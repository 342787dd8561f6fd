using System.Text;
using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class BatchInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a\r\n\nb {\"text\":1}\n{c}\n")]
    [InlineData("a\r \t\rb {\"text\":1}\r{c}")]
    [InlineData("a\n\r\nb {\"text\":1}\r\n{c}\r\n\n")]
    public void PlainLinesKeepTheirOrderAndBlankOnesAreSkipped(string content)
    {
        BatchItem[] items = Read(content);
        Assert.Equal(["a", "b {\"text\":1}", "{c}"], items.Select(item => item.Text));
        Assert.Equal([1L, 3L, 4L], items.Select(item => item.Line));
    }

    [Fact]
    public void JsonLinesGiveTextAndPair()
    {
        BatchItem[] items = Read("{\"text\":\"a\",\"pair\":\"b\"}\n\n{\"text\":\"c\"}\n");
        Assert.Equal([new BatchItem("a", "b", 1), new BatchItem("c", null, 3)], items);
    }

    [Theory]
    [InlineData("plain", "found no JSON at byte 1 of plain")]
    [InlineData("{\"text\":5}", "\"text\" is 5")]
    [InlineData("[1]", "found [1]")]
    [InlineData("{\"text\":null}", "found {\"text\":null}")]
    [InlineData("{\"text\":\"a\",\"pair\":[]}", "\"pair\" is []")]
    [InlineData("{\"text\":\"cut \\ud83d\"}", "\"text\" has half a surrogate pair, \"cut \\ud83d\"")]
    [InlineData("{\"text\":\"a\",\"pair\":\"\\udc00\"}", "\"pair\" has half a surrogate pair")]
    [InlineData("{\"a\":\"b\",\"\\ud800\":1}", "a name in it has half a surrogate pair")]
    [InlineData("{\"text\": NaN}", "\"text\" is 0")]
    [InlineData("{\"score\": NaN, \"text\": nope}", "found no JSON at byte 25 of {\"score\": NaN, \"text\": nope}")]
    [InlineData("{\"text\":\"a\"", "found no JSON at byte 12 of {")]
    public void ABadJsonLineIsRefusedAndTheOthersAreThere(string bad, string found)
    {
        BatchItem[] items = Read($"{{\"text\":\"a\"}}\n{bad}\n{{\"text\":\"c\"}}\n");
        Assert.Equal([1L, 2L, 3L], items.Select(item => item.Line));
        Assert.Equal((null, null), (items[0].Refusal, items[2].Refusal));
        Assert.StartsWith("expected a JSON object with a string \"text\", ", items[1].Refusal!.Message);
        Assert.Contains(found, items[1].Refusal!.Message);
    }

    [Theory]
    [InlineData("{\"score\": NaN, \"text\": \"a NaN\", \"more\": [-Infinity, Infinity]}")]
    [InlineData("  {\"text\": \"a NaN\"}")]
    [InlineData("\n\n{\"text\": \"a NaN\", \"quoted\": \"\\\" NaN\", \"score\": NaN}")]
    public void TheFirstCharacterDecidesThatLinesAreJson(string first)
    {
        BatchItem[] items = Read(first + "\n{\"text\": \"b\"}\n");
        Assert.Equal(["a NaN", "b"], items.Select(item => item.Text));
    }

    [Fact]
    public void AFirstLineThatIsBrokenJsonIsNoPlainText()
    {
        BatchItem[] items = Read("{\"text\": \"a\n{\"text\": \"b\"}\n");
        Assert.NotNull(items[0].Refusal);
        Assert.Equal("b", items[1].Text);
    }

    [Theory]
    [InlineData("a\rb\rc")]
    [InlineData("a\r\nb\r\nc\r\n")]
    [InlineData("a\nb\rc\r")]
    public void EveryKindOfLineEndEndsALine(string content)
    {
        BatchItem[] items = Read(content);
        Assert.Equal(["a", "b", "c"], items.Select(item => item.Text));
        Assert.Equal([1L, 2L, 3L], items.Select(item => item.Line));
    }

    [Fact]
    public void TextWithAByteOrderMarkIsDecodedAndWithoutItRefused()
    {
        string marked = Path.Combine(_folder, "marked.txt"), bare = Path.Combine(_folder, "bare.txt");
        File.WriteAllText(marked, "é\r\nb", Encoding.Unicode);
        File.WriteAllBytes(bare, Encoding.Unicode.GetBytes("a\r\nb"));
        Assert.Equal(["é", "b"], BatchInput.Read(marked, Context("")).Select(item => item.Text));
        var error = Assert.Throws<ClozeException>(() => BatchInput.Read(bare, Context("")).ToArray());
        Assert.Equal($"{bare}, line 1: a zero character, which is no text.", error.Message);
        Assert.Contains("UTF-16 without a byte order mark", error.Hint);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        CliContext context = Context("");
        Assert.Contains("none.txt", Assert.Throws<ClozeException>(() => BatchInput.Read("none.txt", context)).Message);
    }

    [Fact]
    public void BytesThatAreNoUtf8AreRefused()
    {
        string path = Path.Combine(_folder, "latin.txt");
        File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes("a\n"), 0xE9, 0x0A]);
        CliContext context = Context("");
        var error = Assert.Throws<ClozeException>(() => BatchInput.Read(path, context).ToArray());
        Assert.Contains("not UTF-8", error.Message);
    }

    [Fact]
    public void ALineWithoutEndIsRefusedBeforeItFillsTheMemory()
    {
        var error = Assert.Throws<ClozeException>(() => Read(new string('a', BatchInput.LongestLine + 1)));
        Assert.Contains("line 1: longer than", error.Message);
    }

    private static CliContext Context(string input) =>
        new(new StringReader(input), TextWriter.Null, TextWriter.Null);

    private static BatchItem[] Read(string content) => [.. BatchInput.Read("-", Context(content))];
}
