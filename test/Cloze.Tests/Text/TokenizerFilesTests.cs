using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public sealed class TokenizerFilesTests : IDisposable
{
    private static readonly string[] s_pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "."];
    private readonly string _folder = Directory.CreateTempSubdirectory("cloze-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("toy-uncased")]
    [InlineData("toy-accents")]
    [InlineData("toy-cased")]
    public void ASavedTokenizerReloadsAsTheSame(string name)
    {
        string source = SharedFiles.Require($"golden/tokenizer/saved/{name}");
        Tokenizer.Load(source).Save(_folder);
        Tokenizer reloaded = Tokenizer.Load(_folder);
        GoldenLine[] lines = [.. GoldenLine.Read(Path.Combine(source, "lines.jsonl"))];
        Assert.Equal(200, lines.Length);
        Every.Item(lines, line => Assert.Empty(line.Differences(reloaded)));
        Assert.Equal(
            File.ReadAllText(Path.Combine(source, "vocab.txt")), File.ReadAllText(Path.Combine(_folder, "vocab.txt")));
    }

    [Fact]
    public void AVocabularyFileAndItsConfigurationAreEnough()
    {
        Tokenizer.Create(Vocabulary.Create(s_pieces), new TokenizerOptions { LowerCase = false }).Save(_folder);
        File.Delete(Path.Combine(_folder, "tokenizer.json"));
        Tokenizer reloaded = Tokenizer.Load(_folder);
        Assert.False(reloaded.Options.LowerCase);
        Assert.Equal(512, reloaded.Options.ModelMaximumLength);
        Assert.Equal([2, 5, 6, 1, 7, 3], reloaded.Encode("ab AB .").InputIds.AsEnumerable());
    }

    [Theory]
    [InlineData("[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n", null)]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na", null)]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n", "has no [MASK] among its 5 pieces")]
    [InlineData("[PAD]\n[CLS]\n[SEP]\n[MASK]\n", "has no [UNK] among its 4 pieces")]
    public void AVocabularyFileIsReadOrRefused(string text, string? error)
    {
        string path = Path.Combine(_folder, "vocab.txt");
        File.WriteAllText(path, text);
        if (error is null) Assert.Equal(6, Vocabulary.Load(path).Count);
        else Assert.Contains(error, Assert.Throws<ClozeException>(() => Vocabulary.Load(path)).Message);
    }

    [Theory]
    [InlineData("\"WordPiece\"", "\"WordLevel\"", "model.type is \"WordLevel\", expected \"WordPiece\"")]
    [InlineData("\"BertNormalizer\"", "\"Upper\"", "normalizer.type is \"Upper\", expected \"BertNormalizer\"")]
    [InlineData("\"clean_text\": true", "\"clean_text\": 1", "normalizer.clean_text is 1, expected true or false")]
    [InlineData("\"a\": 5", "\"a\": 2000000", "is 2000000, expected an integer from 0 to 1999999")]
    [InlineData("\"a\": 5", "\"a\": 6", "gives the id 6 to both 'a' and '##b'")]
    [InlineData("\"version\"", "version", "is not valid JSON, at line 2")]
    [InlineData("\"unk_token\"", "\"unknown\"", "model.unk_token is missing")]
    public void AMalformedTokenizerFileIsRefusedByNameAndField(string from, string to, string error)
    {
        Tokenizer.Create(Vocabulary.Create(s_pieces)).Save(_folder);
        string path = Path.Combine(_folder, "tokenizer.json");
        string json = File.ReadAllText(path);
        int at = from == "\"WordPiece\"" ? json.LastIndexOf(from) : json.IndexOf(from);
        File.WriteAllText(path, json[..at] + to + json[(at + from.Length)..]);
        var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder));
        Assert.Contains(path, refused.Message);
        Assert.Contains(error, refused.Message);
    }

    [Fact]
    public void WhatIsNotThereIsSaid()
    {
        Assert.Contains(
            "neither tokenizer.json nor vocab.txt",
            Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder)).Message);
        string missing = Path.Combine(_folder, "none.txt");
        Assert.Contains($"no file {missing}", Assert.Throws<ClozeException>(() => Tokenizer.Load(missing)).Message);
        Assert.Contains(
            "Token id 8 is outside the vocabulary of 8 pieces",
            Assert.Throws<ClozeException>(() => Tokenizer.Create(Vocabulary.Create(s_pieces)).Decode([8])).Message);
    }
}
