using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>Tokens added to a <c>vocab.txt</c>: one id each, as for Hugging Face.</summary>
public sealed class AddedTokensTests : IDisposable
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nuser\n<\n>\n";
    private readonly TemporaryFolder _folder = new();

    public AddedTokensTests() => _folder.Write("vocab.txt", Vocabulary);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("added_tokens.json", "{\"<user>\": 9}")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"9\": {\"content\": \"<user>\"}}}")]
    [InlineData(
        "tokenizer_config.json",
        "{\"added_tokens_decoder\": {\"9\": {\"content\": \"<user>\", \"normalized\": true, \"special\": false}}}")]
    public void AnAddedTokenIsOneId(string file, string json)
    {
        Assert.Equal([2, 5, 7, 6, 8, 3], Ids("a <user>"));
        _folder.Write(file, json);
        Assert.Equal([2, 5, 9, 5, 3], Ids("a <user> A"));
        Assert.Equal([2, 9, 9, 3], Ids("<USER><user>"));
        Assert.Equal("a <user>", Load().Decode([2, 5, 9, 3]));
        Assert.Empty(Load().Notes);
    }

    [Fact]
    public void TheListOfTheConfigurationGoesBeforeTheFile()
    {
        _folder.Write("added_tokens.json", "{\"<file>\": 9}");
        _folder.Write("tokenizer_config.json", "{\"added_tokens_decoder\": {\"9\": {\"content\": \"<list>\"}}}");
        Assert.Equal([2, 9, 3], Ids("<list>"));
    }

    [Fact]
    public void ASpecialTokenMayBeAmongThem()
    {
        _folder.Write("vocab.txt", Vocabulary.Replace("[MASK]", "mask"));
        _folder.Write("added_tokens.json", "{\"[MASK]\": 9}");
        Tokenizer tokenizer = Load();
        Assert.Equal(9, tokenizer.Vocabulary.MaskId);
        Assert.True(tokenizer.Vocabulary.IsSpecial(9));
        Assert.Equal([2, 9, 1, 4, 1, 3], Ids("[MASK] [mask]"));
    }

    [Theory]
    [InlineData("additional_special_tokens")]
    [InlineData("extra_special_tokens")]
    public void MoreSpecialTokensAreSpecial(string field)
    {
        _folder.Write("added_tokens.json", "{\"<e1>\": 9}");
        _folder.Write("tokenizer_config.json", $"{{\"{field}\": [\"<e1>\", {{\"content\": \"user\"}}, \"none\"]}}");
        Tokenizer tokenizer = Load();
        Assert.Equal([0, 1, 2, 3, 4, 6, 9], Enumerable.Range(0, 10).Where(tokenizer.Vocabulary.IsSpecial));
        Assert.Equal([2, 5, 9, 5, 3], Ids("a<e1>a"));
    }

    [Fact]
    public void AGapBeforeAnAddedTokenStaysUnused()
    {
        _folder.Write("added_tokens.json", "{\"<user>\": 11}");
        Assert.Equal([2, 11, 3], Ids("<user>"));
        Assert.Equal(12, Load().Vocabulary.Count);
        Assert.False(Load().Vocabulary.IsUsed(10));
        Assert.Contains("gives '<user>' the id 11, where 9 is the next", Assert.Single(Load().Notes));
    }

    [Fact]
    public void ATokenThatIsAPieceKeepsThePiecesId()
    {
        _folder.Write("added_tokens.json", "{\"user\": 9}");
        Tokenizer tokenizer = Load();
        Assert.Equal([2, 6, 3], Ids("user"));
        Assert.Equal(9, tokenizer.Vocabulary.Count);
        Assert.Contains("gives 'user' the id 9; as the vocabulary has it as 6, that counts", tokenizer.Notes[0]);
    }

    [Theory]
    [InlineData("{\"<user>\": 5}", "is 5, expected 'a', which is id 5 of the vocabulary")]
    [InlineData("{\"<user>\": -1}", "is -1, expected an integer from 0 to 1999999")]
    [InlineData("{\"<user>\": \"9\"}", "is \"9\", expected an integer")]
    [InlineData("{\"\": 9}", "expected a name that is not empty")]
    [InlineData("[]", "expected an object")]
    public void AnIdThatCannotBeIsRefused(string json, string error)
    {
        string path = _folder.Write("added_tokens.json", json);
        var refused = Assert.Throws<ClozeException>(Load);
        Assert.Contains(path, refused.Message);
        Assert.Contains(error, refused.Message);
    }

    [Theory]
    [InlineData("{\"x\": {\"content\": \"<user>\"}}", "as its name, which is \"x\"")]
    [InlineData("{\"9\": {}}", "content is missing")]
    [InlineData("{\"5\": {\"content\": \"<user>\"}}", "expected 'a', which is id 5 of the vocabulary")]
    public void ABadEntryOfTheListIsRefused(string json, string error)
    {
        _folder.Write("tokenizer_config.json", "{\"added_tokens_decoder\": " + json + "}");
        Assert.Contains(error, Assert.Throws<ClozeException>(Load).Message);
    }

    [Fact]
    public void WhatWasAddedIsSavedAndReadAgain()
    {
        _folder.Write("vocab.txt", Vocabulary + "\nb\n");
        _folder.Write("added_tokens.json", "{\"<hole>\": 9, \"<end>\": 11}");
        Tokenizer tokenizer = Load();
        tokenizer.Save(_folder.File("saved"));
        var again = Tokenizer.Load(_folder.File("saved"));
        foreach (Tokenizer one in new[] { tokenizer, again })
        {
            Assert.Equal([2, 9, 10, 11, 3], one.Encode("<hole>b<end>").InputIds.AsEnumerable());
        }

        Assert.Equal(Vocabulary + "\nb\n", File.ReadAllText(_folder.File("saved/vocab.txt")));
    }

    private Tokenizer Load() => Tokenizer.Load(_folder.Path);

    private IEnumerable<int> Ids(string text) => Load().Encode(text).InputIds;
}
