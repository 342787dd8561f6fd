using Cloze.Masking;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Vocabularies that others wrote by hand: ids are the lines', whatever stands on them.</summary>
public sealed class VocabularyFileTests : IDisposable
{
    private const string Special = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OfTwoEqualPiecesTheLaterCountsAndItIsSaid()
    {
        Tokenizer tokenizer = Load(Special + "a\nb\na\nb\nc\n");
        Assert.Equal([2, 7, 8, 9, 3], tokenizer.Encode("a b c").InputIds.AsEnumerable());
        Assert.Equal(10, tokenizer.Vocabulary.Count);
        Assert.Equal("a", tokenizer.Decode([5, 7, 6]));
        string note = Assert.Single(tokenizer.Notes);
        Assert.Contains("has the piece 'a' on line 6 and again on line 8, and 1 more are repeated", note);
    }

    [Fact]
    public void ABlankLineIsAnIdWithoutAPiece()
    {
        Tokenizer tokenizer = Load(Special + "a\n\n\r\nb\n");
        Assert.Equal([2, 5, 8, 3], tokenizer.Encode("a b").InputIds.AsEnumerable());
        Assert.Contains("gives no piece 2 of the ids up to 8, the first of them 6", Assert.Single(tokenizer.Notes));
        Assert.Equal("", tokenizer.Vocabulary[6]);
        Assert.Equal("a b", tokenizer.Decode([5, 6, 7, 8]));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n\r\n\n")]
    public void BlankLinesAtTheEndAreNothing(string end)
    {
        Tokenizer tokenizer = Load(Special + "a" + end);
        Assert.Equal(6, tokenizer.Vocabulary.Count);
        Assert.Empty(tokenizer.Notes);
    }

    [Fact]
    public void AnIdWithoutAPieceIsNeverDrawn()
    {
        var pieces = PieceTable.From(Load(Special + "a\n\nb\n").Vocabulary);
        Assert.Equal([5, 7], pieces.Ordinary.ToArray());
    }

    [Fact]
    public void HolesInTheIdsOfTokenizerJsonStayUnused()
    {
        Tokenizer.Create(Vocabulary.Create([.. Special.Split('\n')[..5], "a", "b"])).Save(_folder.Path);
        string json = File.ReadAllText(_folder.File("tokenizer.json"));
        File.WriteAllText(_folder.File("tokenizer.json"), json.Replace("\"b\": 6", "\"b\": 9, \"a\": 8"));
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal([2, 8, 9, 3], tokenizer.Encode("a b").InputIds.AsEnumerable());
        Assert.Equal(10, tokenizer.Vocabulary.Count);
        Assert.Contains("has the piece 'a' as id 5 and again as id 8", tokenizer.Notes[0]);
        Assert.Contains("gives no piece 3 of the ids up to 9, the first of them 5", tokenizer.Notes[1]);
    }

    [Fact]
    public void WhatWasOpenedIsSavedWithItsIdsAndTheFilesStayTheSame()
    {
        Tokenizer tokenizer = Load(Special + "a\n\nb\na\n");
        tokenizer.Save(_folder.File("first"));
        Assert.Equal(Special + "\n\nb\na\n", File.ReadAllText(_folder.File("first/vocab.txt")));
        var again = Tokenizer.Load(_folder.File("first"));
        Assert.Equal(tokenizer.Encode("a b").InputIds.AsEnumerable(), again.Encode("a b").InputIds);
        again.Save(_folder.File("second"));
        Tokenizer.Load(_folder.File("first/vocab.txt")).Save(_folder.File("third"));
        foreach (string name in new[] { "vocab.txt", "tokenizer.json", "tokenizer_config.json" })
        {
            string first = File.ReadAllText(_folder.File($"first/{name}"));
            Assert.Equal(first, File.ReadAllText(_folder.File($"second/{name}")));
            Assert.Equal(first, File.ReadAllText(_folder.File($"third/{name}")));
        }
    }

    [Fact]
    public void ACasedVocabularyWithoutAConfigurationIsSaid()
    {
        Tokenizer silent = Load(Special + "a\nThe\ncat\n");
        string note = Assert.Single(silent.Notes);
        Assert.Contains("has 1 pieces with capitals, such as 'The'", note);
        Assert.Contains("{\"do_lower_case\": false}", note);
        _folder.Write("tokenizer_config.json", "{\"do_lower_case\": false}");
        Assert.Empty(Load(Special + "a\nThe\ncat\n").Notes);
        _folder.Write("tokenizer_config.json", "{\"do_lower_case\": true}");
        Assert.Empty(Load(Special + "a\nThe\ncat\n").Notes);
        _folder.Write("tokenizer_config.json", "{\"model_max_length\": 512}");
        Assert.Single(Load(Special + "a\nThe\ncat\n").Notes);
    }

    [Theory]
    [InlineData("uncased", false)]
    [InlineData("chinese", false)]
    [InlineData("cased", true)]
    [InlineData("multilingual-cased", true)]
    public void PublicVocabulariesAreToldApart(string name, bool cased) =>
        Assert.Equal(
            cased ? 1 : 0,
            Tokenizer.Load(SharedFiles.Require($"data/vocab/bert-base-{name}-vocab.txt")).Notes.Count);

    private Tokenizer Load(string vocabulary) => Tokenizer.Load(_folder.Write("vocab.txt", vocabulary));
}
