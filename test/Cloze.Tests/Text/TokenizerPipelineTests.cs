using System.Text.Json.Nodes;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Normalisers and pre-tokenisers that are put together of parts.</summary>
public sealed class TokenizerPipelineTests : IDisposable
{
    private const string Tutorial =
        "{\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"NFD\"}, {\"type\": \"Lowercase\"}, "
        + "{\"type\": \"StripAccents\"}]}";

    private static readonly string[] s_pieces =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "cafe", "!", "!!", "a_b", "a", "_", "b", "x!!"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheTutorialsTokenizerIsOpened()
    {
        Put(("normalizer", Tutorial), ("pre_tokenizer", "{\"type\": \"Whitespace\"}"), ("post_processor", "null"));
        Tokenizer tokenizer = Load();
        Assert.Equal([5, 6, 8, 9], tokenizer.Encode("Hello  Café!! a_b").InputIds.AsEnumerable());
        Assert.Equal(new TextSpan(7, 11), tokenizer.Encode("Hello  Café!! a_b").Offsets[1]);
        Assert.Empty(tokenizer.Notes);
        var ids = new List<int>();
        tokenizer.AppendIds("Hello  Café!! a_b", ids);
        Assert.Equal([5, 6, 8, 9], ids);
    }

    [Fact]
    public void ItIsSavedAsItIs()
    {
        Put(("normalizer", Tutorial), ("pre_tokenizer", "{\"type\": \"Whitespace\"}"));
        Tokenizer tokenizer = Load();
        tokenizer.Save(_folder.File("saved"));
        var again = Tokenizer.Load(_folder.File("saved"));
        Assert.Equal([2, 5, 6, 8, 9, 3], again.Encode("Hello  Café!! a_b").InputIds.AsEnumerable());
        Assert.Contains(
            "\"PreTrainedTokenizerFast\"", File.ReadAllText(_folder.File("saved/tokenizer_config.json")));
        again.Save(_folder.File("again"));
        foreach (string name in new[] { "vocab.txt", "tokenizer.json", "tokenizer_config.json" })
        {
            Assert.Equal(
                File.ReadAllText(_folder.File($"saved/{name}")), File.ReadAllText(_folder.File($"again/{name}")));
        }
    }

    [Theory]
    [InlineData("{\"type\": \"BertPreTokenizer\"}", "x", "!", "!")]
    [InlineData("{\"type\": \"Whitespace\"}", "x", "!!")]
    [InlineData("{\"type\": \"WhitespaceSplit\"}", "x!!")]
    [InlineData("{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"Whitespace\"}]}", "x", "!!")]
    [InlineData(
        "{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"WhitespaceSplit\"}, "
        + "{\"type\": \"Punctuation\", \"behavior\": \"Isolated\"}]}",
        "x", "!", "!")]
    public void EachWayToPartWordsIsTheOneOfItsName(string json, params string[] words)
    {
        Put(("pre_tokenizer", json), ("post_processor", "null"));
        int[] expected =
            [.. words.Select(word => Array.IndexOf(s_pieces, word) is var id and >= 0 ? id : 1)];
        Assert.Equal(expected, Load().Encode(" x!! ").InputIds.AsEnumerable());
    }

    [Theory]
    [InlineData("null", "HELLO café", 1, 1)]
    [InlineData("{\"type\": \"Lowercase\"}", "HELLO café", 5, 1)]
    [InlineData(Tutorial, "HELLO café", 5, 6)]
    [InlineData("{\"type\": \"Sequence\", \"normalizers\": []}", "hello Cafe", 5, 1)]
    public void EachNormalizerDoesWhatItSays(string json, string text, params int[] ids)
    {
        Put(("normalizer", json), ("post_processor", "null"));
        Assert.Equal(ids, Load().Encode(text).InputIds.AsEnumerable());
    }

    [Theory]
    [InlineData("normalizer", "{\"type\": \"Romanize\"}", "normalizer.type is \"Romanize\"")]
    [InlineData(
        "normalizer",
        "{\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"NFD\"}, {\"type\": \"Upper\"}]}",
        "normalizer.normalizers[1].type is \"Upper\"")]
    [InlineData("normalizer", "5", "normalizer is 5, expected an object with a type")]
    [InlineData("pre_tokenizer", "7", "pre_tokenizer is 7, expected an object with a type")]
    [InlineData("pre_tokenizer", "{\"type\": \"UnicodeScripts\"}", "pre_tokenizer.type is \"UnicodeScripts\"")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"WhitespaceSplit\"}, {\"type\": \"Lines\"}]}",
        "pre_tokenizer.pretokenizers[1].type is \"Lines\"")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"WhitespaceSplit\"}, "
        + "{\"type\": \"Punctuation\", \"behavior\": \"Kept\"}]}",
        "pretokenizers[1].behavior is \"Kept\", expected \"Removed\"")]
    [InlineData("post_processor", "{\"type\": \"Other\"}", "post_processor.type is \"Other\"")]
    [InlineData("decoder", "{\"type\": \"CTC\"}", "decoder.type is \"CTC\"")]
    [InlineData("model", "{\"type\": \"WordLevel\"}", "model.type is \"WordLevel\", expected \"WordPiece\"")]
    public void APartThatIsNotUnderstoodIsNamedWithItsPlace(string part, string json, string error)
    {
        Put((part, json));
        var refused = Assert.Throws<ClozeException>(Load);
        Assert.Contains(error, refused.Message);
        if (json.StartsWith('{')) Assert.Contains("Cloze understands", refused.Hint);
    }

    private Tokenizer Load() => Tokenizer.Load(_folder.Path);

    private void Put(params (string Part, string Json)[] parts)
    {
        Tokenizer.Create(Vocabulary.Create(s_pieces)).Save(_folder.Path);
        string path = _folder.File("tokenizer.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        foreach ((string part, string json) in parts) root[part] = JsonNode.Parse(json);
        File.WriteAllText(path, root.ToJsonString());
    }
}
