using Cloze.Data;
using Cloze.Fuzz;
using Xunit;

namespace Cloze.Tests.Corpora;

public sealed class ParquetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static MatrixTheoryData<int, bool, bool> Kinds { get; } =
        new([0, 1, 2, 4, 6, 7], [false, true], [false, true]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("snappy")]
    [InlineData("gzip")]
    [InlineData("brotli")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    public void ATableOfAnotherWriterHasTheTextsOfTheSameLines(string codec)
    {
        string table = SharedFiles.Require($"data/formats/text-{codec}.parquet");
        string lines = SharedFiles.Require("data/formats/text.jsonl");
        Assert.Equal(Texts(lines), Texts(table));
    }

    [Theory]
    [InlineData("large-string.parquet", "text")]
    [InlineData("nested.parquet", "doc.text")]
    [InlineData("nulls.parquet", "text")]
    public void ColumnsOfOtherShapesAreRead(string name, string field)
    {
        string[] texts = Texts(SharedFiles.Require($"data/formats/{name}"), field);
        string[] all = Texts(SharedFiles.Require("data/formats/text.jsonl"));
        Assert.NotEmpty(texts);
        Assert.Empty(texts.Except(all));
    }

    [Fact]
    public void ACutOffTableIsRefusedByName()
    {
        string path = SharedFiles.Require("data/formats/truncated.parquet");
        var error = Assert.Throws<ClozeException>(() => Texts(path));
        Assert.Contains("truncated.parquet is no Parquet table that can be read", error.Message);
        Assert.Contains("may be cut off", error.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsWrittenByHandIsRead(int codec, bool isSecondVersion, bool hasDictionary)
    {
        string?[] rows = ["the cat", null, "sees", "the cat", "a d\u00f6g"];
        var sample = new ParquetSample
        {
            Texts = rows,
            Codec = codec,
            IsSecondVersion = isSecondVersion,
            HasDictionary = hasDictionary,
            IsOptional = true,
        };
        Assert.Equal(rows.OfType<string>(), Texts(_folder.Write("a.parquet", sample.Build())));
    }

    [Fact]
    public void ARowIsADocumentAndALongOneIsCut()
    {
        string path = Table("one\n\ntwo\r\nthree", new string('a', 20_000), " ");
        string[] texts = Texts(path);
        Assert.Equal("one\n\ntwo\nthree", texts[0]);
        Assert.Equal(20_000, texts[1..].Sum(text => text.Length));
        Every.Item(texts[1..], text => Assert.True(text.Length <= 8192));
    }

    [Fact]
    public void AMissingColumnIsNamedWithThoseThatThereAre()
    {
        var error = Assert.Throws<ClozeException>(() => Texts(Table("one"), "body"));
        Assert.EndsWith("a.parquet has no column \"body\".", error.Message);
        Assert.Equal("Columns of texts: \"text\"; `text_field` chooses one.", error.Hint);
    }

    [Fact]
    public void AColumnOfNumbersIsRefused()
    {
        string path = SharedFiles.Require("data/formats/text-none.parquet");
        var error = Assert.Throws<ClozeException>(() => Texts(path, "id"));
        Assert.Contains("has Int64 in the column \"id\", expected texts", error.Message);
        Assert.Contains("\"text\", \"title\"", error.Hint);
    }

    [Fact]
    public void InvalidUtf8IsRefusedOrReplaced()
    {
        string path = _folder.Write("a.parquet", new ParquetSample { Texts = ["one", "two"], Change = Spoil }.Build());
        var error = Assert.Throws<ClozeException>(() => Texts(path));
        Assert.EndsWith("a.parquet is not UTF-8: text 2 of its column is not.", error.Message);
        Assert.Contains("`replace_invalid`", error.Hint);
        var options = new CorpusOptions { Paths = [path], ReplaceInvalid = true };
        Assert.Equal(["one", "tw\uFFFD"], Corpus.Read(options).Select(document => document.Text));
    }

    [Fact]
    public void EveryCutIsRefused()
    {
        byte[] whole = Sample().Build();
        Every.Item(Enumerable.Range(0, whole.Length), length =>
        {
            string path = _folder.Write("a.parquet", whole[..length]);
            Assert.Contains("a.parquet", Assert.Throws<ClozeException>(() => Texts(path)).Message);
        });
    }

    [Fact]
    public void NoChangedByteDoesMoreThanRefuse()
    {
        byte[] whole = Sample().Build();
        int refused = 0;
        for (int place = 0; place < whole.Length; place++)
        {
            foreach (byte value in new byte[] { 0, 0x7F, 0xFF, (byte)(whole[place] ^ 1) })
            {
                byte[] changed = [.. whole];
                changed[place] = value;
                try
                {
                    _ = Texts(_folder.Write("a.parquet", changed));
                }
                catch (ClozeException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > whole.Length, $"{refused}");
    }

    [Theory]
    [InlineData(3, "packed with LZO, which is not read")]
    [InlineData(5, "packed with LZ4 in Hadoop's frames, which is not read")]
    [InlineData(99, "packed with the unknown codec 99, which is not read")]
    public void APackingThatIsNotReadIsNamed(int codec, string expected)
    {
        string path = _folder.Write("a.parquet", new ParquetSample { Texts = ["one"], Codec = codec }.Build());
        Assert.Contains(expected, Assert.Throws<ClozeException>(() => Texts(path)).Message);
    }

    [Fact]
    public void APackedTableIsOfNoKnownKind()
    {
        var error = Assert.Throws<ClozeException>(() => Texts(_folder.Write("a.parquet.gz", "x")));
        Assert.Contains("expected .txt, .md, .jsonl, one of these with .gz or .zst, or .parquet", error.Message);
    }

    [Fact]
    public void AnEmptyFileIsRefused() =>
        Assert.Contains("is empty", Assert.Throws<ClozeException>(() => Texts(_folder.Write("a.parquet", ""))).Message);

    private static ParquetSample Sample() => new()
    {
        Texts = ["the cat", null, "the cat", "sees"],
        Codec = 6,
        HasDictionary = true,
        IsOptional = true,
    };

    private static byte[] Spoil(byte[] page)
    {
        page[^1] = 0xFF;
        return page;
    }

    private string Table(params string[] texts) =>
        _folder.Write("a.parquet", new ParquetSample { Texts = texts }.Build());

    private static string[] Texts(string path, string field = "text") =>
        [.. Corpus.Read(new CorpusOptions { Paths = [path], TextField = field }).Select(document => document.Text)];
}
