using Cloze.Cli.Commands;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>A word that a user names is found whatever the tokenizer takes for one.</summary>
public sealed class MaskedWordTests : IDisposable
{
    private const string Marks = """{"type":"Metaspace","replacement":"\u2581","add_prefix_space":true}""";

    private const string Parted =
        $$$"""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{{{Marks}}}]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cat", "1")]
    [InlineData("CAT", "1")]
    [InlineData("cat.", "1,2")]
    [InlineData("the", "0")]
    [InlineData("dog", "3")]
    public void PunctuationMayBeOfTheWord(string word, string expected)
    {
        string[] texts = ["the cat. dog."];
        foreach (string split in (string[])[Marks, Parted])
        {
            Encoding encoding = Load(split).Encode(texts[0]);
            Assert.Equal(4, encoding.WordIds.Length);
            Assert.Equal(expected, string.Join(',', MaskedWord.Positions(texts, encoding, word)));
        }
    }

    [Fact]
    public void ItIsFoundInBothTexts()
    {
        string[] texts = ["the cat.", "cat the"];
        Encoding encoding = Load(Marks).Encode(texts[0], texts[1]);
        Assert.Equal([1, 3], MaskedWord.Positions(texts, encoding, "cat"));
    }

    [Theory]
    [InlineData("ca")]
    [InlineData(".")]
    [InlineData("")]
    public void AnotherIsRefused(string word)
    {
        string[] texts = ["the cat."];
        Encoding encoding = Load(Marks).Encode(texts[0]);
        var error = Assert.Throws<ClozeException>(() => MaskedWord.Positions(texts, encoding, word));
        Assert.Equal($"The text has no word \"{word}\".", error.Message);
    }

    private Tokenizer Load(string split)
    {
        _folder.Write("tokenizer.json", $$$"""
            {"version":"1.0","truncation":null,"padding":null,"normalizer":null,
            "added_tokens":[{"id":5,"content":"<s>","special":true},{"id":6,"content":"<pad>","special":true},
            {"id":7,"content":"</s>","special":true},{"id":8,"content":"<mask>","special":true}],
            "pre_tokenizer":{{{split}}},"post_processor":null,"decoder":null,
            "model":{"type":"Unigram","unk_id":0,"byte_fallback":false,
            "vocab":[["<unk>",0],["\u2581the",-1],["\u2581cat",-1],[".",-1],["\u2581dog.",-1]]}}
            """);
        return Tokenizer.Load(_folder.Path);
    }
}
