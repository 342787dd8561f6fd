using System.Text.Json;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>What <see cref="VocabularyExtension"/> does with tokenizers that are not BERT's.</summary>
[Trait("Slow", "Emulated")]
public sealed class BytePairExtensionTests : IDisposable
{
    private static readonly string[] s_texts =
        [.. Enumerable.Repeat("renal cysts and a renal tumour", 12), "a rare nephroma, [MASK]<mask>"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("roberta", "tokenizer.json", "vocab.json", "merges.txt")]
    [InlineData("modernbert", "tokenizer.json")]
    public void ItsFilesAgreeAndOpenAgain(string kind, params string[] files)
    {
        Tokenizer before = Learned(kind), after = VocabularyExtension.Extend(before, s_texts, 12, threads: 2);
        Assert.Equal(before.Vocabulary.Count + 12, after.Vocabulary.Count);
        after.Save(_folder.Path);
        foreach (string path in files.Select(_folder.File).Append(_folder.Path))
        {
            Tokenizer opened = Tokenizer.Load(path);
            Assert.Equal(after.Vocabulary.Pieces, opened.Vocabulary.Pieces);
            Assert.Empty(opened.Notes);
            foreach (string text in MixedText.Samples(200).Concat(s_texts))
            {
                Assert.Equal(after.Encode(text).InputIds.AsEnumerable(), opened.Encode(text).InputIds);
            }
        }

        Assert.Equal(files.Contains("merges.txt"), File.Exists(_folder.File("merges.txt")));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.File("tokenizer.json")));
        JsonElement vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab");
        Assert.Equal(Enumerable.Range(0, after.Vocabulary.Count),
            vocabulary.EnumerateObject().Select(piece => piece.Value.GetInt32()));
        Every.Item(json.RootElement.GetProperty("added_tokens").EnumerateArray(), token => Assert.Equal(
            token.GetProperty("id").GetInt32(),
            vocabulary.GetProperty(token.GetProperty("content").GetString()!).GetInt32()));
    }

    [Fact]
    public void EveryNewMergeIsALineAtTheEndAndEveryNewPieceTheNextId()
    {
        Tokenizer before = Learned("roberta");
        before.Save(_folder.File("before"));
        VocabularyExtension.Extend(before, s_texts, 5, threads: 1).Save(_folder.File("after"));
        string[] old = File.ReadAllLines(_folder.File("before/merges.txt"));
        string[] now = File.ReadAllLines(_folder.File("after/merges.txt"));
        Assert.Equal(old.Length + 5, now.Length);
        Assert.Equal(old, now[..old.Length]);
        string[] pieces = [.. now[old.Length..].Select(line => line.Replace(" ", "", StringComparison.Ordinal))];
        Assert.Equal([.. before.Vocabulary.Pieces, .. pieces],
            Tokenizer.Load(_folder.File("after/vocab.json")).Vocabulary.Pieces);
    }

    [Fact]
    public void WhatOccursLessThanTenTimesIsNotLearned()
    {
        Tokenizer after = VocabularyExtension.Extend(Learned("roberta"), s_texts, 500, threads: 1);
        Assert.Contains("\u0120tumour", after.Vocabulary.Pieces);
        Assert.DoesNotContain(after.Vocabulary.Pieces, piece => piece.Contains("neph", StringComparison.Ordinal));
        ClozeException error = Assert.Throws<ClozeException>(
            () => VocabularyExtension.Extend(Learned("roberta"), ["a rare nephroma"], 5, threads: 1));
        Assert.Equal(
            "No two pieces that could be merged stand side by side 10 times in words of the text.", error.Message);
        Assert.StartsWith("Leave `extend_vocabulary` out: the vocabulary fits the text already", error.Hint);
    }

    [Fact]
    public void ASentenceSaysWhatWasLearned()
    {
        Tokenizer before = BytePairTokenizers.Of();
        Assert.Equal(
            "2 more merges were learned from the text, the first of them ' b', ' b\uFFFD'.",
            VocabularyExtension.Describe(before, BytePairTokenizers.Of("\u0120 b", "\u0120b \u00C3")));
        Assert.Equal(
            "1 more merge was learned from the text: ' b'.",
            VocabularyExtension.Describe(before, BytePairTokenizers.Of("\u0120 b")));
    }

    [Theory]
    [InlineData(
        """{"type":"Unigram","unk_id":3,"""
            + """ "vocab":[["<s>",0],["<pad>",0],["</s>",0],["<unk>",0],["<mask>",0],["▁a",-1]]}""",
        """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""",
        "The model's vocabulary is of the kind Unigram")]
    [InlineData(
        """{"type":"BPE","merges":[],"vocab":{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4,"a":5}}""",
        """{"type":"Whitespace"}""",
        "The model's byte pairs are of characters and not of bytes")]
    [InlineData(
        """{"type":"WordPiece","unk_token":"<unk>","continuing_subword_prefix":"##","max_input_chars_per_word":9,"""
            + """ "vocab":{"<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4,"a":5}}""",
        """{"type":"Whitespace"}""",
        "The model's WordPiece vocabulary has a normaliser or a pre-tokeniser that is not BERT's")]
    public void AVocabularyOfAnotherKindIsRefused(string model, string preTokenizer, string message)
    {
        string path = _folder.Write(
            "tokenizer.json", $$"""{"normalizer":null,"pre_tokenizer":{{preTokenizer}},"model":{{model}}}""");
        ClozeException error = Assert.Throws<ClozeException>(
            () => VocabularyExtension.Extend(Tokenizer.Load(path), s_texts, 5, threads: 1));
        Assert.Equal($"{message}; only BERT's word pieces and byte-level byte pairs can be extended.", error.Message);
        Assert.Equal(
            "Leave `extend_vocabulary` out: the model learns the text in the pieces that it has.", error.Hint);
    }

    private static Tokenizer Learned(string kind) => kind == "roberta"
        ? BytePairTokenizers.LikeRoberta(MixedText.Samples(60), 300)
        : BytePairTokenizers.LikeModernBert(MixedText.Samples(60), 300);
}
