using System.Text;
using Cloze.Cli.Hosting;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class BatchInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void PlainLinesKeepTheirOrderAndEmptyLinesInside()
    {
        BatchItem[] items = Read("a\r\n\nb {\"text\":1}\n");
        Assert.Equal(["a", "", "b {\"text\":1}"], items.Select(item => item.Text));
        Assert.Equal([1L, 2L, 3L], items.Select(item => item.Line));
    }

    [Fact]
    public void JsonLinesGiveTextAndPair()
    {
        BatchItem[] items = Read("{\"text\":\"a\",\"pair\":\"b\"}\n\n{\"text\":\"c\"}\n");
        Assert.Equal([new BatchItem("a", "b", 1), new BatchItem("c", null, 3)], items);
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}\nplain\n")]
    [InlineData("{\"text\":\"a\"}\n{\"text\":5}\n")]
    [InlineData("{\"text\":\"a\"}\n[1]\n")]
    public void AJsonFileWithABadLineNamesIt(string content) =>
        Assert.Contains("line 2: expected a JSON object", Assert.Throws<ClozeException>(() => Read(content)).Message);

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
    public void HalfASurrogatePairNamesItsLine()
    {
        var error = Assert.Throws<ClozeException>(() => Read("{\"text\":\"a\"}\n{\"text\":\"cut \\ud83d\"}\n"));
        Assert.Equal(
            "standard input, line 2: the text has half a surrogate pair, which is no character.", error.Message);
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
