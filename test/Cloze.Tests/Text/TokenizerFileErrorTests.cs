using System.Diagnostics;
using System.Text.Json.Nodes;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Every way in which the files of a tokenizer may be wrong is told by file, place and expectation.</summary>
[Trait("Slow", "Emulated")]
public sealed class TokenizerFileErrorTests : IDisposable
{
    private static readonly string[] s_pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "."];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AVocabularyThatIsNotUtf8IsRefusedByByte()
    {
        File.WriteAllBytes(In("vocab.txt"), [.. "[PAD]\n"u8, 0xFF, .. "\n"u8]);
        Refused($"{In("vocab.txt")} is not UTF-8: byte 6 and those after it are no character.");
    }

    [Theory]
    [InlineData("[PAD]")]
    [InlineData("[UNK]")]
    [InlineData("[CLS]")]
    [InlineData("[SEP]")]
    [InlineData("[MASK]")]
    public void AVocabularyWithoutASpecialTokenIsRefusedByItsName(string token)
    {
        File.WriteAllLines(In("vocab.txt"), s_pieces.Where(piece => piece != token));
        Refused($"{In("vocab.txt")} has no {token} among its 7 pieces.");
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    public void APieceWithALineEndIsNotSaved(string piece)
    {
        var tokenizer = Tokenizer.Create(Vocabulary.Create([.. s_pieces, piece]));
        var refused = Assert.Throws<ClozeException>(() => tokenizer.Save(_folder.Path));
        Assert.Equal(
            $"Cannot write vocab.txt to {_folder.Path}: a piece of the vocabulary has a line end in it.",
            refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("added_tokens", "{}", "added_tokens is {}, expected an array")]
    [InlineData("added_tokens.0.id", "-1", "added_tokens[0].id is -1, expected an integer from 0 to 1999999")]
    [InlineData("added_tokens.0.content", "\"x\"", "is \"x\", expected '[PAD]', which is id 0 of the vocabulary")]
    [InlineData("added_tokens.1.content", "\"\"", "added_tokens[1].content is \"\", expected a text that is not empty")]
    [InlineData("added_tokens.1.special", "1", "added_tokens[1].special is 1, expected true or false")]
    [InlineData("model.unk_token", "\"<unk>\"", "has no <unk> among its 8 pieces")]
    public void AddedTokensMustFitTheVocabulary(string place, string value, string error) =>
        RefusedWith(place, value, error);

    [Theory]
    [InlineData("9")]
    [InlineData("1")]
    public void AnAddedTokenThatIsAPieceHasThePiecesId(string id)
    {
        Put("added_tokens.0.id", id);
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal((8, 0), (tokenizer.Vocabulary.Count, tokenizer.Vocabulary.PaddingId));
        Assert.Contains($"gives '[PAD]' the id {id}; as the vocabulary has it as 0", tokenizer.Notes[0]);
    }

    [Theory]
    [InlineData("", "{\"type\": \"Shuffle\"}", ".type is \"Shuffle\", expected \"TemplateProcessing\"")]
    [InlineData("", "{}", ".type is missing")]
    [InlineData("", "{\"type\": \"BertProcessing\", \"cls\": [\"x\"]}", ".cls is [\"x\"], expected a token and its id")]
    [InlineData(".single", "\"[CLS] $A\"", ".single is \"[CLS] $A\", expected an array")]
    [InlineData(".single.0", "{}", ".single[0].SpecialToken is missing")]
    [InlineData(".single.0.SpecialToken.id", "\"[END]\"", ".special_tokens.[END] is missing")]
    [InlineData(".single.1.Sequence.id", "\"C\"", ".single[1].Sequence.id is \"C\", expected \"A\" or \"B\"")]
    [InlineData(".pair.1.Sequence.type_id", "2", ".pair[1].Sequence.type_id is 2, expected an integer from 0 to 1")]
    [InlineData(".special_tokens.[SEP].ids.0", "8", ".[SEP].ids[0] is 8, expected an integer from 0 to 7")]
    public void AMalformedTemplateIsRefusedByPlace(string place, string value, string error) =>
        RefusedWith("post_processor" + place, value, ": post_processor", error);

    [Theory]
    [InlineData("{", "is not valid JSON, at line 1")]
    [InlineData("", "is empty or no file at all")]
    [InlineData("[]", ": the file is [], expected an object")]
    [InlineData("{\"do_lower_case\": \"yes\"}", ": do_lower_case is \"yes\", expected true or false")]
    [InlineData("{\"model_max_length\": \"512\"}", ": model_max_length is \"512\", expected a number")]
    [InlineData("{\"model_max_length\": 0}", ": model_max_length is 0, expected an integer from 1 to 2147483647")]
    [InlineData("{\"mask_token\": 5}", ": mask_token is 5, expected a string")]
    [InlineData("{\"mask_token\": {}}", ": mask_token.content is missing")]
    [InlineData("{\"mask_token\": \"\\ud800\"}", ": mask_token is \"\\ud800\", expected a string of whole characters")]
    public void ABadConfigurationIsRefusedByField(string json, string error)
    {
        Save();
        File.WriteAllText(In("tokenizer_config.json"), json);
        Refused(In("tokenizer_config.json"), error);
    }

    [Fact]
    public void AMaskTokenThatTheVocabularyLacksIsRefused()
    {
        Save();
        File.WriteAllText(In("tokenizer_config.json"), "{\"mask_token\": \"<mask>\"}");
        Refused($"{In("tokenizer.json")} has no <mask> among its 8 pieces.");
    }

    [Fact]
    public void AFolderThatIsMissingOrCannotBeMadeIsSaid()
    {
        string missing = Path.Combine(_folder.Path, "none", "model");
        var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(missing));
        Assert.Equal($"There is no folder {missing}.", refused.Message);
        Save();
        var tokenizer = Tokenizer.Load(_folder.Path);
        refused = Assert.Throws<ClozeException>(() => tokenizer.Save(In("vocab.txt")));
        Assert.StartsWith($"Cannot make the folder {In("vocab.txt")}: ", refused.Message);
    }

    [Theory]
    [InlineData("vocab.txt", 1 << 26)]
    [InlineData("tokenizer.json", 1 << 27)]
    [InlineData("tokenizer_config.json", 1 << 24)]
    public void AFileThatIsTooLargeIsNotRead(string name, int limit)
    {
        Save();
        using (FileStream file = File.Create(In(name))) file.SetLength(limit + 1L);
        var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(In(name == "vocab.txt" ? name : "")));
        Assert.Equal($"{In(name)} has {limit + 1} bytes, expected at most {limit}.", refused.Message);
    }

    [Theory]
    [InlineData("vocab.txt")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    public void APipeIsNotWaitedFor(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no named pipes among the files");
        using (var make = Process.Start("mkfifo", In("pipe"))) make.WaitForExit();
        File.CreateSymbolicLink(In(name), In("pipe"));
        if (name == "tokenizer_config.json") File.WriteAllLines(In("vocab.txt"), s_pieces);
        Refused($"{In(name)} is empty or no file at all.");
        File.Move(In("pipe"), In(name), overwrite: true);
        Refused($"{In(name)} is empty or no file at all.");
    }

    private void Save() => Tokenizer.Create(Vocabulary.Create(s_pieces)).Save(_folder.Path);

    private string In(string name) => _folder.File(name);

    private void Refused(params string[] parts)
    {
        var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path));
        Every.Item(parts, part => Assert.Contains(part, refused.Message));
        Assert.NotEmpty(refused.Hint);
    }

    // Puts a value at a place of a good tokenizer.json: names and indices with dots between.
    private void RefusedWith(string place, string value, params string[] errors)
    {
        Put(place, value);
        Refused([In("tokenizer.json"), .. errors]);
    }

    private void Put(string place, string value)
    {
        Save();
        JsonNode root = JsonNode.Parse(File.ReadAllText(In("tokenizer.json")))!;
        string[] steps = place.Split('.');
        JsonNode parent = steps[..^1].Aggregate(
            root, (node, step) => (node is JsonArray array ? array[int.Parse(step)] : node[step])!);
        if (parent is JsonArray items) items[int.Parse(steps[^1])] = JsonNode.Parse(value);
        else parent[steps[^1]] = JsonNode.Parse(value);
        File.WriteAllText(In("tokenizer.json"), root.ToJsonString());
    }
}
