using System.Text;
using Cloze.Files;
using Xunit;

namespace Cloze.Tests.Files;

public sealed class TextLineReaderTests
{
    private const string Poem = "one é\r\ntwo €\n\nthree 😀\rfour";

    public static TheoryData<Encoding> Marked =>
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Encoding.Unicode, Encoding.BigEndianUnicode,
        Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true),
    ];

    [Theory]
    [MemberData(nameof(Marked))]
    public void AByteOrderMarkSaysHowTheTextIsStored(Encoding encoding) => Assert.Equal(
        ["one é", "two €", "", "three 😀", "four"],
        Lines([.. encoding.GetPreamble(), .. encoding.GetBytes(Poem)]));

    [Theory]
    [MemberData(nameof(Marked))]
    public void NothingIsLostWhereverABufferEnds(Encoding encoding)
    {
        string[] lines = [.. Enumerable.Range(0, 9000).Select(i => $"{i} é€😀{new string('x', i % 17)}")];
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(string.Join('\n', lines))];
        for (int size = 8; size < 20; size++) Assert.Equal(lines, Lines(bytes, size));
        Assert.Equal(lines, Lines(bytes));
    }

    [Theory]
    [InlineData("a\rb\rc", "a", "b", "c")]
    [InlineData("a\r\rb\r", "a", "", "b")]
    [InlineData("a\r\n\r\nb\n\rc", "a", "", "b", "", "c")]
    [InlineData("\n", "")]
    [InlineData("\r", "")]
    [InlineData("\r\n", "")]
    public void EveryKindOfLineEndEndsALine(string text, params string[] lines)
    {
        for (int size = 8; size < 12; size++) Assert.Equal(lines, Lines(Encoding.UTF8.GetBytes(text), size));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    public void TheLastSegmentOfTheLastLineSaysThatItEndsIt(int length)
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(new string('a', length)));
        var reader = new TextLineReader(stream, "memory", replaceInvalid: false, bufferSize: 64);
        int read = 0;
        while (reader.TryRead(out string segment)) read += segment.Length;
        Assert.Equal(length, read);
        Assert.True(reader.EndsLine);
        Assert.Equal(1, reader.LineNumber);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x3D, 0xD8, 0x62, 0 }, "UTF-16")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xDE, 0x62, 0 }, "UTF-16")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, 0x61, 0, 0x0A, 0xD8, 0x3D, 0, 0x62 }, "UTF-16")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x3D }, "UTF-16")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x3D, 0xD8 }, "UTF-16")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0, 0x0A, 0, 0, 0, 0, 0xD8, 0, 0 }, "UTF-32")]
    public void HalfACharacterIsNamedWithItsLineOrReplaced(byte[] bytes, string form)
    {
        var error = Assert.Throws<ClozeException>(() => Lines(bytes));
        Assert.Equal(
            $"memory is not {form}, as its byte order mark says: line 2, has half a character.", error.Message);
        Assert.Contains("`replace_invalid`", error.Hint);
        string[] replaced = Lines(bytes, replaceInvalid: true);
        Assert.Equal("a", replaced[0]);
        Assert.StartsWith("\uFFFD", replaced[1]);
        Assert.Equal(1, replaced[1].Count(letter => letter == '\uFFFD'));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AZeroByteIsNoText(bool replaceInvalid)
    {
        byte[] bytes = [.. "first\n"u8, .. Encoding.Unicode.GetBytes("é")];
        Assert.Equal(["first", "é"], Lines([.. "first\né"u8]));
        var error = Assert.Throws<ClozeException>(() => Lines(bytes, replaceInvalid: replaceInvalid));
        Assert.Equal("memory is no text: line 2, byte offset 7, has a zero byte.", error.Message);
        Assert.Contains("UTF-16 without a byte order mark", error.Hint);
    }

    private static string[] Lines(byte[] bytes, int bufferSize = 1 << 16, bool replaceInvalid = false)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new TextLineReader(stream, "memory", replaceInvalid, bufferSize);
        var lines = new List<string>();
        var line = new StringBuilder();
        while (reader.TryRead(out string segment))
        {
            line.Append(segment);
            if (!reader.EndsLine) continue;
            lines.Add(line.ToString());
            line.Clear();
        }

        Assert.Equal(0, line.Length);
        return [.. lines];
    }
}
