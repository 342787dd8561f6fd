using System.IO.Compression;
using System.Text;
using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class TextInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Forms => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a\r\n\nb {\"text\":1}\n{c}\n")]
    [InlineData("a\r \t\rb {\"text\":1}\r{c}")]
    [InlineData("a\n\r\nb {\"text\":1}\r\n{c}\r\n\n")]
    public void PlainLinesKeepTheirOrderAndBlankOnesAreSkipped(string content)
    {
        TextRecord[] lines = Read(content);
        Assert.Equal(["a", "b {\"text\":1}", "{c}"], lines.Select(line => line.Text));
        Assert.Equal([1L, 3L, 4L], lines.Select(line => line.Line));
    }

    [Theory]
    [InlineData("a\rb\rc")]
    [InlineData("a\r\nb\r\nc\r\n")]
    [InlineData("a\nb\rc\r")]
    public void EveryKindOfLineEndEndsALine(string content)
    {
        TextRecord[] lines = Read(content);
        Assert.Equal(["a", "b", "c"], lines.Select(line => line.Text));
        Assert.Equal([1L, 2L, 3L], lines.Select(line => line.Line));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void TextIsWhatItsByteOrderMarkSaysPackedOrNotFromAFileOrAStream(string form)
    {
        Encoding encoding = Encoding.GetEncoding(form);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("é 😀\r\nb")];
        foreach (byte[] content in new[] { bytes, Packed(bytes) })
        {
            string path = _folder.File("lines");
            File.WriteAllBytes(path, content);
            using var file = TextInput.Open(path);
            Assert.Equal(["é 😀", "b"], file.Read().Select(line => line.Text));
            Assert.Equal(1, file.ShareRead);
            using var stream = TextInput.From(new TrickleStream(content, 1), "memory");
            Assert.Equal(["é 😀", "b"], stream.Read().Select(line => line.Text));
            Assert.Null(stream.ShareRead);
        }
    }

    [Fact]
    public void ALineThatIsNoTextIsRefusedAndTheOthersAreThere()
    {
        byte[] bytes = [.. "a\nb "u8, 0xE9, .. "\nc\n\0d\ne"u8];
        TextRecord[] lines = Read(bytes);
        Assert.Equal([1L, 2L, 3L, 4L, 5L], lines.Select(line => line.Line));
        Assert.Equal(["a", "", "c", "", "e"], lines.Select(line => line.Text));
        Assert.Equal(
            "the byte at offset 4 is 0xE9 where a character should be: this is not UTF-8.", lines[1].Refusal!.Message);
        Assert.Equal("the byte at offset 8 is zero, which is no text.", lines[3].Refusal!.Message);
    }

    [Fact]
    public void HalfACharacterOfUtf16IsTheFaultOfItsLine()
    {
        byte[] bytes =
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a\nb"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\nc")];
        TextRecord[] lines = Read(bytes);
        Assert.Equal(["a", "", "c"], lines.Select(line => line.Text));
        Assert.Equal("it has half a character, which is no UTF-16.", lines[1].Refusal!.Message);
    }

    [Theory]
    [InlineData("a\0\nb", "memory is no text: line 1, byte offset 1, has a zero byte.")]
    [InlineData("PK\u0003\u0004abc", "memory is no text: it is a ZIP archive, as .docx and .xlsx are.")]
    [InlineData("%PDF-1.7\n", "memory is no text: it is a PDF document.")]
    public void AFileThatIsNoTextIsRefusedWhole(string content, string message)
    {
        var error = Assert.Throws<ClozeException>(() => Read(content));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void DamagedGzipIsRefused()
    {
        byte[] packed = Packed(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 10_000))));
        var error = Assert.Throws<ClozeException>(() => Read(packed[..^100]));
        Assert.Contains("memory is damaged", error.Message);
    }

    [Fact]
    public void ALongLineIsRefusedInBoundedMemoryAndTheNextIsThere()
    {
        string content = new string('a', TextInput.LongestLine + 1) + "\nb";
        TextRecord[] lines = Read(content);
        Assert.Equal("longer than 16777216 characters.", lines[0].Refusal!.Message);
        Assert.Equal(("b", 2L), (lines[1].Text, lines[1].Line));
    }

    [Fact]
    public void AFolderAndAMissingFileAreNamed()
    {
        var folder = Assert.Throws<ClozeException>(() => TextInput.Open(_folder.Path));
        Assert.Equal($"{_folder.Path} is a folder, expected a file of lines.", folder.Message);
        var missing = Assert.Throws<ClozeException>(() => TextInput.Open("none.txt"));
        Assert.Equal("There is no file none.txt.", missing.Message);
    }

    private static TextRecord[] Read(string content) => Read(Encoding.UTF8.GetBytes(content));

    private static TextRecord[] Read(byte[] content)
    {
        using var input = TextInput.From(new MemoryStream(content), "memory");
        return [.. input.Read()];
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }
}
