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
    [InlineData("normalizer", "{\"type\": \"NFKC\"}", "normalizer.type is \"NFKC\"")]
    [InlineData(
        "normalizer",
        "{\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"NFD\"}, {\"type\": \"Replace\"}]}",
        "normalizer.normalizers[1].type is \"Replace\"")]
    [InlineData("normalizer", "5", "normalizer is 5, expected an object with a type")]
    [InlineData("pre_tokenizer", "null", "pre_tokenizer is null, expected an object with a type")]
    [InlineData("pre_tokenizer", "{\"type\": \"ByteLevel\"}", "pre_tokenizer.type is \"ByteLevel\"")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"WhitespaceSplit\"}, {\"type\": \"Digits\"}]}",
        "pre_tokenizer.pretokenizers[1].type is \"Digits\"")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"WhitespaceSplit\"}, "
        + "{\"type\": \"Punctuation\", \"behavior\": \"Removed\"}]}",
        "pretokenizers[1].behavior is \"Removed\", expected \"Isolated\"")]
    [InlineData("post_processor", "{\"type\": \"RobertaProcessing\"}", "post_processor.type is \"RobertaProcessing\"")]
    [InlineData("decoder", "{\"type\": \"ByteLevel\"}", "decoder.type is \"ByteLevel\"")]
    [InlineData("model", "{\"type\": \"BPE\"}", "model.type is \"BPE\", expected \"WordPiece\"")]
    public void APartThatIsNotUnderstoodIsNamedWithItsPlace(string part, string json, string error)
    {
        Put((part, json));
        var refused = Assert.Throws<ClozeException>(Load);
        Assert.Contains(error, refused.Message);
        if (part == "model") return;
        Assert.DoesNotContain("BPE", refused.Message + refused.Hint);
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
