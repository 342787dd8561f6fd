using Cloze.Data;
using Cloze.Files;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class LongDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ALongDocumentIsCutAtLineEnds() =>
        Assert.Equal(["one two", "three\nfour", "five"], Read("one two\nthree\nfour\nfive\n", longest: 10));

    [Fact]
    public void ALongLineIsCutAtSpaces() =>
        Assert.Equal(["one two", "three four", "five"], Read("one two three four five", longest: 10));

    [Fact]
    public void TextWithoutSpacesIsCutAtTheLimitButNotWithinACharacter() =>
        Assert.Equal(["ab", "😀c", "😀d", "ef"], Read("ab😀c😀def", longest: 3));

    [Fact]
    public void JsonTextsAreCutToo()
    {
        string path = _folder.Write("a.jsonl", "{\"text\":\"one two\\nthree\"}");
        Assert.Equal(["one two", "three"], Read(new CorpusOptions { Paths = [path], LongestDocument = 10 }));
    }

    [Theory]
    [InlineData("a.txt", "one two three four five\n\nsix\n\n", DocumentRule.BlankLine)]
    [InlineData("a.txt", "one two three four five\nsix\n", DocumentRule.Line)]
    [InlineData("a.jsonl", "{\"text\":\"one two three four five\"}\n{\"text\":\"six\"}\n", DocumentRule.BlankLine)]
    public void PartsAreToldFromWhatBeginsADocument(string file, string text, DocumentRule rule)
    {
        var options = new CorpusOptions
        {
            Paths = [_folder.Write(file, text)],
            DocumentRule = rule,
            LongestDocument = 10,
        };
        var tally = new DocumentTally();
        Document[] documents = [.. tally.Count(Corpus.Read(options))];
        Assert.Equal(
            [("one two", false), ("three four", true), ("five", true), ("six", false)],
            documents.Select(document => (document.Text, document.Continues)));
        Assert.Equal((2, 4), (tally.Whole, tally.Parts));
        Assert.Equal("2 documents, cut into 4 parts of at most 10 characters", tally.Describe(longest: 10));
        Assert.False(tally.IsOneInParts);
    }

    [Fact]
    public void AnotherFileIsAnotherDocument()
    {
        string[] paths = [_folder.Write("a.txt", "one two three four five"), _folder.Write("b.txt", "six")];
        var tally = new DocumentTally();
        var options = new CorpusOptions { Paths = paths, DocumentRule = DocumentRule.File, LongestDocument = 10 };
        Assert.Equal(4, tally.Count(Corpus.Read(options)).Count());
        Assert.Equal(2, tally.Whole);
        Assert.Equal(3, tally.Count(Corpus.Read(options with { Paths = paths[..1] })).Count());
        Assert.True(tally.IsOneInParts);
        Assert.Equal("1 document, cut into 3 parts of at most 10 characters", tally.Describe(longest: 10));
    }

    [Fact]
    public void NothingIsLostWhereverTheReadersBufferEnds()
    {
        string[] alphabet = ["a", "é", "€", "😀", " ", "\n", "\r\n", "bc", "\r"];
        var random = new KeyedRandom(7, RandomPurpose.Order, 0, 0);
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < 3000; i++) text.Append(alphabet[random.NextInteger(alphabet.Length)]);
        string whole = text.ToString();
        string expected = whole.Replace("\r\n", "\n").Replace('\r', '\n');
        for (int bufferSize = 8; bufferSize < 40; bufferSize++)
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(whole));
            var reader = new TextLineReader(stream, "memory", replaceInvalid: false, bufferSize);
            var read = new System.Text.StringBuilder();
            while (reader.TryRead(out string segment)) read.Append(segment).Append(reader.EndsLine ? "\n" : "");
            Assert.Equal(expected.TrimEnd('\n'), read.ToString().TrimEnd('\n'));
            Assert.Equal(expected.TrimEnd('\n').Count(c => c == '\n') + 1, (int)reader.LineNumber);
        }
    }

    [Fact]
    public void CutsDoNotDependOnTheReadersBuffer()
    {
        string whole = string.Concat(Enumerable.Range(0, 4000).Select(i => $"word{i} "));
        string[] expected = [.. Read(whole, longest: 100)];
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(whole));
        var reader = new TextLineReader(stream, "memory", replaceInvalid: false, bufferSize: 64);
        Assert.Equal(
            expected,
            TextDocuments.Read(reader, DocumentRule.BlankLine, longest: 100).Select(part => part.Text));
        Assert.Equal(whole.TrimEnd(), string.Join(' ', expected).TrimEnd());
    }

    [Fact]
    public void ALimitOfOneCharacterIsRefused()
    {
        var options = new CorpusOptions { Paths = [], LongestDocument = 1 };
        Assert.Throws<ArgumentOutOfRangeException>(() => Corpus.Read(options));
    }

    [Fact]
    public void NovelsWithoutBlankLinesGiveManyDocuments()
    {
        string novels = SharedFiles.Require("data/corpus/british-fiction");
        string[] documents = [.. Read(new CorpusOptions { Paths = [novels] })];
        double heldOut = documents.Where(text => HeldOut.Contains(text)).Sum(text => (double)text.Length);
        Assert.InRange(documents.Length, 3500, 4500);
        Assert.InRange(heldOut / documents.Sum(text => (double)text.Length), 0.09, 0.11);
        Assert.InRange(documents.Max(text => text.Length), 8000, 8192);
    }

    private IEnumerable<string> Read(string text, int longest) =>
        Read(new CorpusOptions { Paths = [_folder.Write("a.txt", text)], LongestDocument = longest });

    private static IEnumerable<string> Read(CorpusOptions options) =>
        Corpus.Read(options).Select(document => document.Text);
}
