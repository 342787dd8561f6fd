using System.Diagnostics;
using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class CorpusErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AMissingPathIsReportedAtOnce()
    {
        string path = Path.Combine(_folder.Path, "none");
        var options = new CorpusOptions { Paths = [path] };
        var error = Assert.Throws<ClozeException>(() => Corpus.Read(options));
        Assert.Equal($"There is no file or folder {path}.", error.Message);
        Assert.Contains("path", error.Hint);
    }

    [Fact]
    public void AFileOfAnotherKindIsRefused()
    {
        var error = Fails(_folder.Write("a.pdf.gz", "x"));
        Assert.Contains("a.pdf.gz is of no kind that can be read; expected .txt, .md, .jsonl", error.Message);
        Assert.Contains(".txt", error.Hint);
    }

    [Fact]
    public void AFolderWithoutReadableFilesIsRefused()
    {
        _folder.Write("sub/a.pdf", "x");
        Assert.Equal(
            $"The folder {_folder.Path} holds no .txt, .md, .jsonl or .parquet file (nor .gz or .zst of one) at any "
                + "depth.",
            Fails(_folder.Path).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n\t\r\n")]
    public void AnEmptyCorpusIsAnError(string text)
    {
        string path = _folder.Write("a.txt", text);
        Assert.Equal($"The corpus is empty: no document in {path}.", Fails(path).Message);
    }

    [Theory]
    [InlineData("a.txt", 0xFF)]
    [InlineData("a.md", 0xC3)]
    [InlineData("a.jsonl", 0xED)]
    public void InvalidUtf8NamesFileLineAndOffset(string name, byte bad)
    {
        string path = _folder.Write(name, [.. "{\"text\":\"é\"}\n{\"text\":\""u8, bad, .. "!\"}\n"u8]);
        var error = Fails(path);
        Assert.Equal(
            $"{path} is not UTF-8: line 2, byte offset 23, has the byte 0x{bad:X2} where a character should be.",
            error.Message);
        Assert.Contains("`replace_invalid`", error.Hint);
    }

    [Fact]
    public void AHalfCharacterAtTheEndIsInvalid() =>
        Assert.Contains("byte offset 2", Fails(_folder.Write("a.txt", [.. "ab"u8, 0xE2, 0x82])).Message);

    [Fact]
    public void InvalidUtf8CanBeReplaced()
    {
        string path = _folder.Write("a.txt", [.. "one\n\n"u8, 0xFF, .. "two"u8]);
        var options = new CorpusOptions { Paths = [path], ReplaceInvalid = true };
        Assert.Equal(["one", "\uFFFDtwo"], Corpus.Read(options).Select(document => document.Text));
    }

    [Theory]
    [InlineData("{\"text\":\"one\"", "not valid JSON")]
    [InlineData("plain words", "not valid JSON")]
    [InlineData("{\"text\":\"\\ud800\"}", "the field \"text\" has half a surrogate pair")]
    [InlineData("{\"text\":\"cut \\ud83d\"}", "the field \"text\" has half a surrogate pair")]
    [InlineData("{\"Text\":\"one\"}", "no text in a field \"text\"")]
    [InlineData("{\"text\":1}", "no text in a field \"text\"")]
    [InlineData("[\"text\"]", "no text in a field \"text\"")]
    public void ABadJsonLineNamesFileAndLine(string line, string message)
    {
        string path = _folder.Write("a.jsonl", "{\"text\":\"fine\"}\n\n" + line + "\n");
        Assert.StartsWith($"{path}, line 3: {message}", Fails(path).Message);
    }

    [Theory]
    [InlineData(@"cut \ud83d", "cut \uFFFD")]
    [InlineData(@"\uDE00 and \ud83D\ude00", "\uFFFD and 😀")]
    [InlineData(@"\ud83d\ud83d\ude00\n\\ud83d", "\uFFFD😀\n\\ud83d")]
    [InlineData(@"\ud83d😀\""", "\uFFFD😀\"")]
    public void HalfASurrogatePairInJsonCanBeReplaced(string escaped, string expected)
    {
        string path = _folder.Write("a.jsonl", $"{{\"id\":1,\"text\":\"{escaped}\"}}\n");
        var options = new CorpusOptions { Paths = [path], ReplaceInvalid = true };
        Assert.Equal([expected], Corpus.Read(options).Select(document => document.Text));
    }

    [Theory]
    [InlineData("{\"score\":NaN,\"text\":\"a NaN \\\" NaN\"}", "a NaN \" NaN")]
    [InlineData("{\"text\":\"é\",\"a\":[-Infinity,Infinity, NaN]}", "é")]
    public void NumbersThatPythonWritesAndJsonDoesNotHaveDoNotMatter(string line, string expected)
    {
        var options = new CorpusOptions { Paths = [_folder.Write("a.jsonl", line)] };
        Assert.Equal([expected], Corpus.Read(options).Select(document => document.Text));
    }

    [Theory]
    [InlineData("{\"a\":NaN,\"text\":?}", 17)]
    [InlineData("{\"é\":1,\"text\":?}", 16)]
    public void ABadJsonLineNamesTheByte(string line, int place)
    {
        string path = _folder.Write("a.jsonl", "{\"text\":\"fine\"}\n" + line);
        string message = Fails(path).Message;
        Assert.StartsWith($"{path}, line 2: not valid JSON at byte {place}: ", message);
        Assert.DoesNotContain("LineNumber", message);
    }

    [Fact]
    public void TheLastJsonLineIsReadWhereverTheReadersBufferEnds()
    {
        foreach (int length in (int[])[1 << 16, (1 << 16) + 1, 1 << 17])
        {
            string text = new('a', length - "{\"text\":\"\"}".Length);
            var options = new CorpusOptions
            {
                Paths = [_folder.Write("a.jsonl", $"{{\"text\":\"{text}\"}}")],
                LongestDocument = 1 << 20,
            };
            Assert.Equal([text], Corpus.Read(options).Select(document => document.Text));
        }
    }

    [Theory]
    [InlineData("PK\u0003\u0004rest", "a ZIP archive, as .docx and .xlsx are", "Unpack it")]
    [InlineData("PAR1rest", "a Parquet table", "Save its text")]
    [InlineData("%PDF-1.7 rest", "a PDF document", "Save its text")]
    [InlineData("SQLite format 3\0", "an SQLite database", "Save its text")]
    public void ABinaryFileThatIsNamedAsTextIsRefusedByItsKind(string content, string kind, string hint)
    {
        foreach (string name in (string[])["a.txt", "a.jsonl", "a.md"])
        {
            string path = _folder.Write(name, content);
            ClozeException error = Fails(path);
            Assert.Equal($"{path} is no text: it is {kind}.", error.Message);
            Assert.StartsWith(hint, error.Hint);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 4 }, "packed with xz")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "a picture")]
    public void APackedFileOfAnotherKindIsRefusedByItsKind(byte[] content, string kind) => Assert.EndsWith(
        $"a.txt is no text: it is {kind}.", Fails(_folder.Write("a.txt", content)).Message);

    [Fact]
    public void AZipArchiveInAPackedFileIsRefusedByItsKind() => Assert.EndsWith(
        "it is a ZIP archive, as .docx and .xlsx are.",
        Fails(_folder.Write("a.txt.gz", Gzip.Pack("PK\u0003\u0004"))).Message);

    [Fact]
    public void DeepJsonIsAnErrorAndNoCrash() =>
        Assert.Contains("line 1: not valid JSON", Fails(_folder.Write("a.jsonl", new string('[', 100_000))).Message);

    [Fact]
    public void AnEndlessJsonLineIsRefused()
    {
        string path = _folder.Write("a.jsonl.gz", Gzip.Pack("{\"text\":\"" + new string('a', 17_000_000)));
        Assert.Equal($"{path}, line 1: longer than 16777216 characters.", Fails(path).Message);
    }

    [Fact]
    public void PackedFilesCutAnywhereAreReported()
    {
        byte[] packed = Gzip.Pack(string.Concat(Enumerable.Range(0, 300).Select(i => $"line {i * i}\n")));
        for (int length = 1; length < packed.Length - 1; length += 7)
        {
            string path = _folder.Write("cut.txt.gz", packed[..length]);
            Assert.Matches("cut.txt.gz is damaged: after [0-9]+ unpacked bytes", Fails(path).Message);
        }
    }

    [Fact]
    public void AFileThatIsNotPackedIsReported()
    {
        string path = _folder.Write("plain.txt.gz", "not packed at all");
        Assert.Equal($"{path} is damaged: after 0 unpacked bytes it is no valid gzip any more.", Fails(path).Message);
    }

    [Fact]
    public void AFolderThatMayNotBeListedIsNamedAndNotPassedOver()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("rights are others there");
            return;
        }

        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may list every folder");
        _folder.Write("a.txt", "text");
        string closed = Path.Combine(_folder.Path, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.None);
        ClozeException error = Fails(_folder.Path);
        Assert.Equal($"Cannot list {_folder.Path}: Access to the path '{closed}' is denied.", error.Message);
        Assert.StartsWith("Check the permissions of the folder and of those in it", error.Hint);
    }

    [Fact]
    public void APipeIsNotWaitedFor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no named pipes among the files");
        string pipe = Path.Combine(_folder.Path, "pipe.txt");
        using (var make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        Assert.Equal($"The corpus is empty: no document in {pipe}.", Fails(pipe).Message);
        File.CreateSymbolicLink(pipe + ".txt", pipe);
        Assert.StartsWith("The corpus is empty", Fails(pipe + ".txt").Message);
    }

    private static ClozeException Fails(string path)
    {
        var options = new CorpusOptions { Paths = [path] };
        return Assert.Throws<ClozeException>(() => Corpus.Read(options).Count());
    }
}
