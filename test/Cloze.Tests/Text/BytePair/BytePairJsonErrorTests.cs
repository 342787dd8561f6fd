using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Models of tokenizers that are wrong, or have what is not understood, are refused by place.</summary>
public sealed class BytePairJsonErrorTests : IDisposable
{
    private static readonly JsonSerializerOptions s_plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dropout", "0.1", "model.dropout is 0.1, expected null")]
    [InlineData("end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix is \"</w>\", expected none")]
    [InlineData("unk_token", "\"<other>\"", "model.unk_token is \"<other>\", expected a piece of the model")]
    [InlineData("merges", "5", "model.merges is 5, expected an array")]
    [InlineData("merges", "[\"a b c\"]", "model.merges[0] is \"a b c\", expected two pieces")]
    [InlineData("merges", "[[\"a\"]]", "model.merges[0] is [\"a\"], expected two pieces")]
    [InlineData("merges", "[\"z \u0144\"]", "model.merges[0] is ", "whose whole is a piece of it, too")]
    [InlineData("vocab", "{\"a\": -1}", "model.vocab.* is -1, expected an integer from 0 to 1999999")]
    public void ABytePairEncoding(string field, string json, params string[] errors)
    {
        BytePairTrainer.Train(["the cat the cat"], new BytePairTrainerOptions { Threads = 1 }).Save(_folder.Path);
        JsonNode root = Root();
        root["model"]![field] = JsonNode.Parse(json);
        Refused(root, errors);
    }

    [Theory]
    [InlineData("unk_id", "9", "model.unk_id is 9, expected an integer from 0 to 5")]
    [InlineData("vocab", "[[\"a\", \"b\"]]", "model.vocab[0][1] is \"b\", expected a number")]
    [InlineData("vocab", "[[\"a\"]]", "model.vocab[0] is [\"a\"], expected a piece and its score")]
    [InlineData("vocab", "[[\"a\", 1e999]]", "model.vocab[0][1] is 1e999, expected a")]
    public void AUnigramModel(string field, string json, string error)
    {
        JsonNode root = Unigram("null");
        root["model"]![field] = JsonNode.Parse(json);
        Refused(root, error);
    }

    [Theory]
    [InlineData("{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"?\"}", "is \"?\", expected text in base 64")]
    [InlineData(
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AQIDBA==\"}", "expected a trie of whole units in 4")]
    [InlineData(
        "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"(\"},\"content\":\"\"}", "is no regular expression that")]
    [InlineData(
        "{\"type\":\"Replace\",\"pattern\":\"a\",\"content\":\"\"}", "expected an object with a String or a Regex")]
    public void ANormalizer(string json, string error) => Refused(Unigram(json), error);

    [Fact]
    public void AnExpressionThatTakesForeverEnds()
    {
        JsonNode root = Unigram("{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"(a+)+$\"},\"content\":\"\"}");
        File.WriteAllText(_folder.File("tokenizer.json"), root.ToJsonString());
        var tokenizer = Tokenizer.Load(_folder.Path);
        var refused = Assert.Throws<ClozeException>(() => tokenizer.Encode(new string('a', 60) + "!"));
        Assert.Contains("normalizer.pattern.Regex was looked for in a text of 61 characters for 2 s", refused.Message);
    }

    [Fact]
    public void ACharacterWithoutAPieceNeedsOneForTheUnknown()
    {
        JsonNode root = Unigram("null");
        root["model"]!["unk_id"] = null;
        File.WriteAllText(_folder.File("tokenizer.json"), root.ToJsonString());
        var tokenizer = Tokenizer.Load(_folder.Path);
        var refused = Assert.Throws<ClozeException>(() => tokenizer.Encode("b"));
        Assert.Equal("The tokenizer has no piece for 'b', and none for what is unknown.", refused.Message);
    }

    private static JsonNode Unigram(string normalizer) => JsonNode.Parse(
        "{\"added_tokens\":[],\"normalizer\":" + normalizer + ",\"pre_tokenizer\":null,\"model\":{\"type\":\"Unigram\","
        + "\"unk_id\":3,\"vocab\":[[\"<s>\",0],[\"<pad>\",0],[\"</s>\",0],[\"<unk>\",0],[\"<mask>\",0],[\"a\",-1]]}}")!;

    private JsonNode Root() => JsonNode.Parse(File.ReadAllText(_folder.File("tokenizer.json")))!;

    private void Refused(JsonNode root, params string[] errors)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), root.ToJsonString(s_plain));
        var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path));
        Every.Item(errors, error => Assert.Contains(error, refused.Message));
        Assert.NotEmpty(refused.Hint);
    }
}
