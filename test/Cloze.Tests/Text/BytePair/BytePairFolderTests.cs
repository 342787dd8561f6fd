using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Folders with <c>vocab.json</c> and <c>merges.txt</c>, as older models have them.</summary>
public sealed class BytePairFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheTwoFilesSayTheSameAsTheTokenizerFile()
    {
        Tokenizer learned = Save();
        File.Delete(_folder.File("tokenizer.json"));
        foreach (string path in new[] { _folder.Path, _folder.File("vocab.json"), _folder.File("merges.txt") })
        {
            var tokenizer = Tokenizer.Load(path);
            foreach (string text in MixedText.Samples(300).Append("the <mask> cat<mask>"))
            {
                Encoding expected = learned.Encode(text, "pair"), found = tokenizer.Encode(text, "pair");
                Assert.Equal(expected.InputIds.AsEnumerable(), found.InputIds);
                Assert.Equal(expected.Offsets.AsEnumerable(), found.Offsets);
                Assert.Equal(expected.TokenTypeIds.AsEnumerable(), found.TokenTypeIds);
            }

            Assert.Equal(4, tokenizer.Vocabulary.MaskId);
        }
    }

    [Fact]
    public void WhatIsSavedAgainIsTheSame()
    {
        Save();
        Tokenizer.Load(_folder.Path).Save(_folder.File("again"));
        foreach (string name in new[] { "tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json" })
        {
            Assert.Equal(File.ReadAllText(_folder.File(name)), File.ReadAllText(_folder.File($"again/{name}")));
        }
    }

    [Theory]
    [InlineData("a b c", "line 3, is 'a b c', expected two pieces.")]
    [InlineData("ab", "line 3, is 'ab', expected two pieces.")]
    [InlineData("q \u0144\u0144", "expected two pieces of the vocabulary whose whole is a piece of it, too.")]
    public void ALineThatIsNoMergeIsRefusedByItsNumber(string line, string error)
    {
        Save();
        File.Delete(_folder.File("tokenizer.json"));
        List<string> lines = [.. File.ReadAllLines(_folder.File("merges.txt"))];
        lines.Insert(2, line);
        File.WriteAllLines(_folder.File("merges.txt"), lines);
        Refused($"{_folder.File("merges.txt")}, ", error);
    }

    [Fact]
    public void AMissingFileOrMaskIsNamed()
    {
        Save();
        File.Delete(_folder.File("tokenizer.json"));
        string vocabulary = File.ReadAllText(_folder.File("vocab.json"));
        File.WriteAllText(_folder.File("vocab.json"), vocabulary.Replace("<mask>", "<gap>"));
        Refused($"{_folder.File("vocab.json")} has no <mask> among its ");
        File.WriteAllText(_folder.File("vocab.json"), vocabulary);
        File.Delete(_folder.File("merges.txt"));
        Refused(_folder.File("merges.txt"));
        File.Delete(_folder.File("vocab.json"));
        Refused("holds neither tokenizer.json nor vocab.txt, nor vocab.json with merges.txt.");
        _folder.Write("sentencepiece.bpe.model", "pieces");
        var error = Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path));
        Assert.StartsWith("sentencepiece.bpe.model is a model of SentencePiece: save the tokenizer as ", error.Hint);
    }

    [Fact]
    public void AClassOfAnotherKindIsRefused()
    {
        Save();
        File.Delete(_folder.File("tokenizer.json"));
        File.WriteAllText(_folder.File("tokenizer_config.json"), "{\"tokenizer_class\": \"CLIPTokenizer\"}");
        Refused("tokenizer_class is \"CLIPTokenizer\", expected one of RobertaTokenizer, GPT2Tokenizer, ");
    }

    [Fact]
    public void TheClassAloneDoesNotNameTheSpecialTokens()
    {
        Save();
        File.Delete(_folder.File("tokenizer.json"));
        string vocabulary = File.ReadAllText(_folder.File("vocab.json"));
        string[] special = ["pad", "unk", "s", "/s", "mask"];
        foreach (string name in special) vocabulary = vocabulary.Replace($"<{name}>", $"|{name}|");
        File.WriteAllText(_folder.File("vocab.json"), vocabulary);
        _folder.Write("tokenizer_config.json", "{\"tokenizer_class\": \"GPT2Tokenizer\"}");
        Refused($"{_folder.File("vocab.json")} has no [PAD] among its ");
        string hint = Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path)).Hint;
        Assert.EndsWith("if they have other names there, tokenizer_config.json must give them.", hint);
        _folder.Write("tokenizer_config.json", """
            {"tokenizer_class":"GPT2Tokenizer","pad_token":"|pad|","unk_token":"|unk|","cls_token":"|s|",
            "sep_token":"|/s|","mask_token":"|mask|"}
            """);
        Assert.Equal("|mask|", Tokenizer.Load(_folder.Path).Vocabulary.SpecialTokens.Mask);
    }

    private Tokenizer Save()
    {
        Tokenizer learned = BytePairTrainer.Train(
            MixedText.Samples(200), new BytePairTrainerOptions { VocabularySize = 500, Threads = 1 });
        learned.Save(_folder.Path);
        return learned;
    }

    private void Refused(params string[] parts)
    {
        var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path));
        Every.Item(parts, part => Assert.Contains(part, refused.Message));
        Assert.NotEmpty(refused.Hint);
    }
}
