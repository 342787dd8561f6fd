using System.Security.Cryptography;
using System.Text;
using Cloze.Data;
using CsCheck;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>The fast way through a corpus finds the documents of the other one.</summary>
public sealed class BlockReaderTests : IDisposable
{
    private static readonly string[] _pieces =
        ["a", "bc", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "é", "\u2003", "😀", "word ", new string('x', 60)];

    private static readonly int[] s_longest = [2, 3, 10, 50, 8192];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DocumentRule.BlankLine)]
    [InlineData(DocumentRule.Line)]
    [InlineData(DocumentRule.File)]
    public void AnyTextGivesTheSameDocuments(DocumentRule rule) => Property.Holds(
        Gen.Select(Gen.Int[0, _pieces.Length - 1].Array[0, 80], Gen.Int[0, s_longest.Length - 1]),
        400,
        sample =>
        {
            string path = _folder.File("text.txt");
            File.WriteAllText(path, string.Concat(sample.Item1.Select(piece => _pieces[piece])));
            AssertSame(path, new CorpusOptions
            {
                Paths = [path],
                DocumentRule = rule,
                LongestDocument = s_longest[sample.Item2],
            });
        });

    [Theory]
    [InlineData(DocumentRule.BlankLine)]
    [InlineData(DocumentRule.Line)]
    [InlineData(DocumentRule.File)]
    public void ALargeFileGivesTheSameDocuments(DocumentRule rule)
    {
        string path = _folder.File("large.txt");
        var text = new StringBuilder();
        for (int i = 0; text.Length < 3_000_000; i++)
        {
            text.Append(new string((char)('a' + (i % 26)), i % 150)).Append(i % 7 == 0 ? "\r\n" : "\n");
            if (i % 40 == 0) text.Append('\n');
            if (i == 20_000) text.Append('y', 400_000);
        }

        File.WriteAllText(path, text.ToString());
        AssertSame(path, new CorpusOptions { Paths = [path], DocumentRule = rule });
    }

    [Fact]
    public void JsonLinesAndMarksAndZippedFilesGiveTheSameDocuments()
    {
        string json = _folder.File("a.jsonl"), marked = _folder.File("b.txt"), zipped = _folder.File("c.txt.gz");
        File.WriteAllText(json, "{\"text\": \"one\\r\\ntwo\"}\n\n{\"text\": \"" + new string('z', 20_000) + "\"}\n");
        File.WriteAllText(marked, "eins\n\nzwei", Encoding.Unicode);
        File.WriteAllBytes(zipped, Gzip.Pack(Encoding.UTF8.GetBytes("un\n\ndeux\n")));
        foreach (string path in new[] { json, marked, zipped })
        {
            AssertSame(path, new CorpusOptions { Paths = [path] });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void InvalidCharactersAreRefusedOrReplacedAlike(bool replace)
    {
        string path = _folder.File("bad.txt");
        byte[] bad = [.. "good\n\nb"u8, 0xFF, 0xC3, .. "\nx"u8, 0xE2, 0x82];
        File.WriteAllBytes(path, bad);
        var options = new CorpusOptions { Paths = [path], ReplaceInvalid = replace };
        if (replace) AssertSame(path, options);
        else
        {
            var expected = Assert.Throws<ClozeException>(() => Corpus.Read(options).Count());
            var found = Assert.Throws<ClozeException>(() => Read(path, options).Count());
            Assert.Equal((expected.Message, expected.Hint), (found.Message, found.Hint));
        }
    }

    [Fact]
    public void TheFirstDocumentsAreLeftOutAndTheFileIsDescribed()
    {
        string path = _folder.File("text.txt");
        File.WriteAllText(path, "one\n\ntwo\n\nthree\n");
        var reader = new BlockReader(new CorpusOptions { Paths = [path] }, 1 << 20, CancellationToken.None);
        DocumentBlock block = Assert.Single(reader.Read([path], new StorePlace(path, 2)));
        Assert.Equal("three", block.Text.AsSpan(Assert.Single(block.Documents)).ToString());
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        var input = new StoreInput(path, 16, hash, 3) { Whole = 3 };
        Assert.Equal(new BlockInput(path, 16, 0, input), Assert.Single(block.Inputs));
        Assert.Equal(16, reader.BytesRead);
    }

    [Fact]
    public void SmallFilesShareABlockAndAreEachDescribed()
    {
        string[] paths = [.. new[] { "a.txt", "empty.txt", "b.txt.gz", "c.jsonl" }.Select(_folder.File)];
        File.WriteAllText(paths[0], "one\n\ntwo");
        File.WriteAllText(paths[1], "");
        File.WriteAllBytes(paths[2], [.. Gzip.Pack(Encoding.UTF8.GetBytes("three\n"))]);
        File.WriteAllText(paths[3], "{\"text\": \"four\"}\n");
        var reader = new BlockReader(new CorpusOptions { Paths = paths }, 1 << 20, CancellationToken.None);
        DocumentBlock block = Assert.Single(reader.Read(paths, new StorePlace(paths[0], 1)));
        Assert.Equal(["two", "three", "four"], block.Documents.Select(range => new string(block.Text[range])));
        Assert.Equal([0, 1, 1, 2], block.Inputs.Select(input => input.First));
        Assert.Equal([2, 0, 1, 1], block.Inputs.Select(input => input.Ended!.Documents));
        Assert.Equal(
            paths.Select(path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))),
            block.Inputs.Select(input => input.Ended!.Hash));
        Assert.Equal(paths.Sum(path => new FileInfo(path).Length), reader.BytesRead);
    }

    private static void AssertSame(string path, CorpusOptions options)
    {
        DocumentPart[] expected = [.. Corpus.ReadParts(path, options)];
        Assert.Equal(expected.Select(part => part.Text), Read(path, options, out StoreInput input));
        Assert.Equal((expected.Length, expected.Count(part => !part.Continues)), (input.Documents, input.Whole));
    }

    private static List<string> Read(string path, CorpusOptions options) => Read(path, options, out _);

    private static List<string> Read(string path, CorpusOptions options, out StoreInput input)
    {
        input = new StoreInput("", 0, "", 0);
        int capacity = DocumentCollector.LeastCapacity(options.LongestDocument);
        var reader = new BlockReader(options, capacity, CancellationToken.None);
        var documents = new List<string>();
        foreach (DocumentBlock block in reader.Read([path]))
        {
            foreach (Range range in block.Documents) documents.Add(block.Text.AsSpan(range).ToString());
            if (block.Inputs is [.., { Ended: { } ended }]) input = ended;
            reader.Return(block);
        }

        return documents;
    }
}
