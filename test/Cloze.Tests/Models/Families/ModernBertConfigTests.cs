using System.Text.Json;
using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Both spellings of a ModernBERT's configuration, and what is written.</summary>
public sealed class ModernBertConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheNewSpellingIsRead()
    {
        EncoderConfig config = EncoderConfigFile.Load(SharedFiles.Require("golden/families/modernbert"));
        Assert.Equal((48, 4, 3), (config.HiddenSize, config.LayerCount, config.AttentionHeadCount));
        Assert.Equal(64, config.InnerSize);
        Assert.Equal((64, 0, 1e-5f), (config.MaximumPositions, config.TokenTypes, config.LayerNormEpsilon));
        Assert.Equal(new PreNormConfig { LayerTypes = "GLLG", LocalAttention = 8 }, config.PreNorm);
        Assert.Equal(Activation.Gelu, config.HeadActivation);
    }

    [Fact]
    public void TheOldSpellingIsRead()
    {
        EncoderConfig config = EncoderConfigFile.Load(SharedFiles.Require("golden/families/modernbert-legacy-config"));
        Assert.Equal(
            new PreNormConfig
            {
                LayerTypes = "GLLGL",
                LocalAttention = 8,
                HasAttentionBias = true,
                HasInnerBias = true,
                HasNormBias = true,
                HasHeadBias = true,
            },
            config.PreNorm);
    }

    [Fact]
    public void AFileThatIsSilentIsTheBaseModel()
    {
        _folder.Write("config.json", """{"model_type":"modernbert"}""");
        PreNormConfig blocks = EncoderConfigFile.Load(_folder.Path).PreNorm!;
        Assert.Equal("GLLGLLGLLGLLGLLGLLGLLG", blocks.LayerTypes);
        Assert.Equal((160_000, 10_000, 128), (blocks.FullTheta, blocks.LocalTheta, blocks.LocalAttention));
        Assert.Equal((null, 64), (blocks.WindowOf(0), blocks.WindowOf(1)));
    }

    [Fact]
    public void LocalLayersWithoutABaseOfTheirOwnHaveTheOthers()
    {
        _folder.Write("config.json", """{"model_type":"modernbert","global_rope_theta":5e4,"local_rope_theta":null}""");
        PreNormConfig blocks = EncoderConfigFile.Load(_folder.Path).PreNorm!;
        Assert.Equal((5e4, 5e4), (blocks.FullTheta, blocks.LocalTheta));
    }

    [Theory]
    [InlineData("modernbert")]
    [InlineData("modernbert-legacy-config")]
    public void WhatIsWrittenIsReadInBothSpellings(string name)
    {
        EncoderConfig config = EncoderConfigFile.Load(SharedFiles.Require($"golden/families/{name}"));
        EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.MaskedLanguageModel);
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
        using var written = JsonDocument.Parse(File.ReadAllBytes(_folder.File("config.json")));
        Assert.Equal("ModernBertForMaskedLM", written.RootElement.GetProperty("architectures")[0].GetString());
        string[] old = ["layer_types", "rope_parameters"];
        Dictionary<string, JsonElement> fields = written.RootElement.EnumerateObject()
            .Where(field => !old.Contains(field.Name)).ToDictionary(field => field.Name, field => field.Value);
        _folder.Write("config.json", JsonSerializer.Serialize(fields));
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
    }

    [Fact]
    public void LayersInNoPeriodAreWrittenInTheNewSpellingAlone()
    {
        EncoderConfig config = FamilyModels.Of(
            "modernbert", new EncoderConfig { VocabularySize = 90, LayerCount = 3 });
        config = config with { PreNorm = config.PreNorm! with { LayerTypes = "LGG" } };
        EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.MaskedLanguageModel);
        Assert.DoesNotContain("global_attn_every_n_layers", File.ReadAllText(_folder.File("config.json")));
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
    }

    [Fact]
    public void RatesOfDropoutAndADecoderWithoutABiasAreKept()
    {
        _folder.Write(
            "config.json",
            """{"model_type":"modernbert","decoder_bias":false,"embedding_dropout":0.25,"mlp_dropout":0.5}""");
        EncoderConfig config = EncoderConfigFile.Load(_folder.Path);
        Assert.Equal((0.5f, 0.25f), (config.HiddenDropout, config.PreNorm!.EmbeddingDropout));
        Assert.False(config.PreNorm.HasDecoderBias);
        EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.MaskedLanguageModel);
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
        EncoderConfig one = config.WithDropout(0.1f);
        EncoderConfigFile.Save(_folder.Path, one, ModelOutputs.MaskedLanguageModel);
        Assert.Equal(one, EncoderConfigFile.Load(_folder.Path));
        Assert.Null(one.PreNorm!.EmbeddingDropout);
    }

    [Theory]
    [InlineData("layer_types", """["full_attention"]""",
        "is a list, expected a list of 22 words, each full_attention or sliding_attention.")]
    [InlineData("layer_types", "3", "is 3, expected a list of 22 words, each full_attention or sliding_attention.")]
    [InlineData("global_attn_every_n_layers", "0", "is 0, expected a whole number above 0.")]
    [InlineData("global_rope_theta", "-1", "is -1, expected a number from 1.")]
    [InlineData("rope_parameters", """{"full_attention":{"rope_type":"yarn","rope_theta":1}}""",
        "is an object, expected full_attention and sliding_attention, each with a rope_theta from 1 and the rope_type "
        + "\"default\".")]
    [InlineData("local_attention", "0", "is 0, expected a whole number from 1 to 1048576.")]
    [InlineData("num_hidden_layers", "2000000000", "is 2000000000, expected a whole number from 1 to 1024.")]
    [InlineData("num_attention_heads", "256", "is 256, expected heads of an even size, not of 3.")]
    [InlineData("embedding_dropout", "2", "is 2, expected a number from 0 to below 1.")]
    [InlineData("norm_eps", "0", "is 0, expected a number above 0.")]
    public void AFieldThatCannotBeUsedIsNamed(string field, string value, string expected)
    {
        string path = _folder.Write("config.json", $$"""{"model_type":"modernbert","{{field}}":{{value}}}""");
        var error = Assert.Throws<ClozeException>(() => EncoderConfigFile.Load(_folder.Path));
        Assert.Equal($"{path}: field \"{field}\" {expected}", error.Message);
    }
}
