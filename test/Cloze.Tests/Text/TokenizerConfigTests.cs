using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

/// <summary>What <c>tokenizer_config.json</c> says against <c>tokenizer.json</c>, and of which class it is.</summary>
[Trait("Slow", "Emulated")]
public sealed class TokenizerConfigTests : IDisposable
{
    private static readonly string[] s_pieces = [.. new SpecialTokens().All, "a", "A", "e", "é", "日"];

    private readonly TemporaryFolder _folder = new();

    public TokenizerConfigTests() => Tokenizer.Create(Vocabulary.Create(s_pieces)).Save(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"BertTokenizer\"")]
    [InlineData("\"BertTokenizerFast\"")]
    [InlineData("\"DistilBertTokenizerFast\"")]
    [InlineData("null")]
    public void OfTwoFilesThatDisagreeTheConfigurationCounts(string name)
    {
        Write($"{{\"tokenizer_class\": {name}, \"do_lower_case\": false}}");
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal([2, 6, 3], tokenizer.Encode("A").InputIds.AsEnumerable());
        Assert.Equal(
            $"{_folder.File("tokenizer.json")} and tokenizer_config.json beside it disagree: do_lower_case is true "
            + "in the one, false in the other. The latter counts, as for Hugging Face's library.",
            Assert.Single(tokenizer.Notes));
        tokenizer.Save(_folder.File("saved"));
        Assert.Empty(Tokenizer.Load(_folder.File("saved")).Notes);
        Assert.False(Tokenizer.Load(_folder.File("saved")).Options.LowerCase);
    }

    [Fact]
    public void EverySettingOfTheNormalizerIsTaken()
    {
        Write("{\"strip_accents\": false, \"tokenize_chinese_chars\": false}");
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal([2, 8, 1, 3], tokenizer.Encode("É 日日").InputIds.AsEnumerable());
        string note = Assert.Single(tokenizer.Notes);
        Assert.Contains("strip_accents is null in the one, false in the other", note);
        Assert.Contains("tokenize_chinese_chars is true in the one, false in the other", note);
        Assert.DoesNotContain("do_lower_case", note);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"tokenizer_class\": \"BertTokenizer\", \"do_lower_case\": true, \"strip_accents\": null}")]
    [InlineData("{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"do_lower_case\": false}")]
    public void WhereNothingElseIsSaidOrTheClassIsAnyTheTokenizerFileCounts(string json)
    {
        Write(json);
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal([2, 5, 3], tokenizer.Encode("A").InputIds.AsEnumerable());
        Assert.Empty(tokenizer.Notes);
    }

    [Theory]
    [InlineData("tokenizer_config.json", "BertJapaneseTokenizer")]
    [InlineData("tokenizer_config.json", "T5TokenizerFast")]
    [InlineData("tokenizer_config.json", "Fast")]
    [InlineData("config.json", "BertJapaneseTokenizer")]
    public void AClassThatIsNotBertsIsRefusedByName(string file, string name)
    {
        Write("{}");
        _folder.Write(file, $"{{\"tokenizer_class\": \"{name}\"}}");
        foreach (string path in new[] { _folder.Path, _folder.File("vocab.txt"), _folder.File("tokenizer.json") })
        {
            var refused = Assert.Throws<ClozeException>(() => Tokenizer.Load(path));
            Assert.StartsWith(
                $"{_folder.File(file)}: tokenizer_class is \"{name}\", expected one of BertTokenizer, ",
                refused.Message);
        }
    }

    [Fact]
    public void TheTokenizersOwnConfigurationGoesBeforeTheModels()
    {
        Write("{\"tokenizer_class\": \"BertTokenizer\"}");
        _folder.Write("config.json", "{\"tokenizer_class\": \"BertJapaneseTokenizer\"}");
        Assert.Equal([2, 5, 3], Tokenizer.Load(_folder.Path).Encode("A").InputIds.AsEnumerable());
        Write("{}");
        _folder.Write("config.json", "{ broken");
        Assert.Equal([2, 5, 3], Tokenizer.Load(_folder.Path).Encode("A").InputIds.AsEnumerable());
    }

    [Fact]
    public void AnyTokenizersClassNeedsItsTokenizerFile()
    {
        Write("{\"tokenizer_class\": \"PreTrainedTokenizerFast\"}");
        File.Delete(_folder.File("tokenizer.json"));
        Assert.Contains(
            "PreTrainedTokenizerFast with a tokenizer.json",
            Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path)).Message);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("{}", true)]
    [InlineData("{\"mask_token\": \"[MASK]\"}", true)]
    [InlineData("{\"added_tokens_decoder\": {}}", false)]
    public void TheOlderFileOfSpecialTokensCountsWhereTheConfigurationListsNoAddedTokens(string? config, bool counts)
    {
        string[] pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<hidden>", "a"];
        File.Delete(_folder.File("tokenizer.json"));
        File.Delete(_folder.File("tokenizer_config.json"));
        _folder.Write("vocab.txt", string.Join('\n', pieces) + "\n");
        _folder.Write(
            "special_tokens_map.json", "{\"mask_token\": {\"content\": \"<hidden>\"}, \"pad_token\": null}");
        if (config is not null) Write(config);
        var tokenizer = Tokenizer.Load(_folder.Path);
        Assert.Equal(counts ? 5 : 4, tokenizer.Vocabulary.MaskId);
        Assert.Equal(0, tokenizer.Vocabulary.PaddingId);
        string mask = counts ? "<hidden>" : "[MASK]";
        Assert.Equal([2, 6, counts ? 5 : 4, 3], tokenizer.Encode($"a {mask}").InputIds.AsEnumerable());
    }

    [Fact]
    public void AnOlderFileOfSpecialTokensThatIsMalformedIsRefused()
    {
        Write("{}");
        _folder.Write("special_tokens_map.json", "{\"mask_token\": 5}");
        Assert.Contains(
            "special_tokens_map.json: mask_token is 5, expected a string",
            Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path)).Message);
    }

    [Fact]
    public void NumbersThatPythonWritesAndNobodyAsksForDoNoHarm()
    {
        Write("{\"share\": NaN, \"limits\": [-Infinity, Infinity], \"text\": \"NaN\\\" NaN\", "
            + "\"do_lower_case\": false}");
        Assert.False(Tokenizer.Load(_folder.Path).Options.LowerCase);
        Write("{\"do_lower_case\": NaN}");
        Assert.Contains(
            "do_lower_case is NaN, expected true or false",
            Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n \"b\": nope}", 2, 8)]
    [InlineData("{\"a\": NaN,\n \"b\": NaN, \"c\": nope}", 2, 18)]
    [InlineData("\uFEFF{\"a\": nope}", 1, 11)]
    public void ThePlaceOfAnErrorIsWhereItStands(string json, int line, int column)
    {
        Write(json);
        Assert.Equal(
            $"{_folder.File("tokenizer_config.json")} is not valid JSON, at line {line}, byte {column}.",
            Assert.Throws<ClozeException>(() => Tokenizer.Load(_folder.Path)).Message);
    }

    private void Write(string json) => _folder.Write("tokenizer_config.json", json);
}
