using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one\ntwo\n\nthree\n")]
    [InlineData("\n\n  \none\r\ntwo\r\n \t\r\n\r\nthree")]
    [InlineData("\uFEFFone\ntwo\n\n\n\nthree\n\n\n")]
    public void BlankLinesPartDocuments(string text) =>
        Assert.Equal(["one\ntwo", "three"], Texts(_folder.Write("a.txt", text)));

    [Fact]
    public void AFileCanBeOneDocument()
    {
        string path = _folder.Write("a.md", "\n# one\n\ntwo\n\n");
        Assert.Equal(["# one\n\ntwo"], Texts(new CorpusOptions { Paths = [path], DocumentRule = DocumentRule.File }));
    }

    [Fact]
    public void ALineCanBeOneDocument()
    {
        string path = _folder.Write("a.txt", "one\n\n  two \nthree");
        Assert.Equal(
            ["one", "  two ", "three"],
            Texts(new CorpusOptions { Paths = [path], DocumentRule = DocumentRule.Line }));
    }

    [Fact]
    public void JsonLinesGiveTheirTextField()
    {
        string path = _folder.Write("a.jsonl", "{\"id\":1,\"text\":\"a\\r\\n\\ntw\\u00f6\"}\r\n\n{\"text\":\"three\"}");
        Assert.Equal(["a\n\ntwö", "three"], Texts(path));
        path = _folder.Write("b.jsonl", "{\"body\":\"four\",\"text\":5}\n");
        Assert.Equal(["four"], Texts(new CorpusOptions { Paths = [path], TextField = "body" }));
    }

    [Fact]
    public void PackedFilesAreUnpacked()
    {
        _folder.Write("a.txt.gz", Gzip.Pack("one\n\ntwo"));
        _folder.Write("b.jsonl.GZ", Gzip.Pack("{\"text\":\"three\"}"));
        _folder.Write("c.md.gz", [.. Gzip.Pack("fo"), .. Gzip.Pack("ur")]);
        Assert.Equal(["one", "two", "three", "four"], Texts(_folder.Path));
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a.md")]
    public void APackedFileIsKnownByItsFirstBytesWhateverItsName(string name) =>
        Assert.Equal(["one", "two"], Texts(_folder.Write(name, Gzip.Pack("one\n\ntwo"))));

    [Fact]
    public void PackedJsonLinesAreKnownByTheirFirstBytes() =>
        Assert.Equal(["one"], Texts(_folder.Write("a.jsonl", Gzip.Pack("{\"text\":\"one\"}"))));

    [Fact]
    public void TextWithAByteOrderMarkKeepsItsDocuments()
    {
        const string text = "one 😀\r\n\r\ntwo é\r\nthree";
        foreach (System.Text.Encoding encoding in (System.Text.Encoding[])[
            System.Text.Encoding.Unicode, System.Text.Encoding.BigEndianUnicode, System.Text.Encoding.UTF32])
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
            Assert.Equal(["one 😀", "two é\nthree"], Texts(_folder.Write("a.txt", bytes)));
            Assert.Equal(["one 😀", "two é\nthree"], Texts(_folder.Write("b.txt.gz", Gzip.Pack(bytes))));
        }
    }

    [Fact]
    public void LinesThatEndInAReturnAloneAreLines()
    {
        Assert.Equal(["one\ntwo", "three"], Texts(_folder.Write("a.txt", "one\rtwo\r\rthree\r")));
        Assert.Equal(["one", "two"], Texts(_folder.Write("a.jsonl", "{\"text\":\"one\"}\r{\"text\":\"two\"}")));
        Assert.Equal(["one\ntwo"], Texts(_folder.Write("b.jsonl", "{\"text\":\"one\\rtwo\"}")));
        var lines = new CorpusOptions
        {
            Paths = [_folder.Write("c.txt", "one\rtwo\r")],
            DocumentRule = DocumentRule.Line,
        };
        Assert.Equal(["one", "two"], Texts(lines));
    }

    [Fact]
    public void PackedFilesOfEverySizeAreReadToTheirEnd()
    {
        for (int length = 1; length < 40_000; length += 997)
        {
            string text = string.Create(length, length, (letters, seed) =>
            {
                var random = new KeyedRandom((ulong)seed, RandomPurpose.Order, 0, 0);
                for (int i = 0; i < letters.Length; i++) letters[i] = (char)('a' + random.NextInteger(26));
            });
            byte[] packed = [.. Gzip.Pack(text), .. Gzip.Pack("end"), 0, 0];
            var options = new CorpusOptions { Paths = [_folder.Write("a.txt.gz", packed)], LongestDocument = 50_000 };
            Assert.Equal([text + "end"], Texts(options));
        }
    }

    [Fact]
    public void FoldersAreReadToAnyDepthInOrdinalOrderAndEachFileOnce()
    {
        string[] names = ["b.txt", "B.txt", "a/z.md", "a/b/c.txt", "a.txt", "picture.png", ".hidden/x.txt"];
        foreach (string name in names)
        {
            _folder.Write(name, name);
        }

        string again = Path.Combine(_folder.Path, "a", "..", "b.txt");
        var options = new CorpusOptions { Paths = [again, _folder.Path] };
        Assert.Equal(["b.txt", "B.txt", "a.txt", "a/b/c.txt", "a/z.md"], Texts(options));
    }

    [Fact]
    public void LinksInAFolderAreNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var other = new TemporaryFolder();
        other.Write("secret.txt", "secret");
        _folder.Write("a.txt", "one");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), other.Path);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "loop"), _folder.Path);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b.txt"), Path.Combine(other.Path, "secret.txt"));
        Assert.Equal(["one"], Texts(_folder.Path));
    }

    [Fact]
    public void EveryDocumentNamesItsFile()
    {
        string path = _folder.Write("a.txt", "one");
        Assert.Equal([new Document("one", path)], Corpus.Read(new CorpusOptions { Paths = [path] }));
    }

    private static IEnumerable<string> Texts(string path) => Texts(new CorpusOptions { Paths = [path] });

    private static IEnumerable<string> Texts(CorpusOptions options) =>
        Corpus.Read(options).Select(document => document.Text);
}
