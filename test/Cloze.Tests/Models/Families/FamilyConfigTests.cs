using System.Text.Json;
using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>How each family's config.json is read and written, and which errors speak in its words.</summary>
public sealed class FamilyConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bert", 30522, 768, 768, 12, 512, 2, 0, 0)]
    [InlineData("roberta", 50265, 768, 768, 12, 510, 2, 1, 2)]
    [InlineData("xlm-roberta", 30522, 768, 768, 12, 510, 2, 1, 2)]
    [InlineData("distilbert", 30522, 768, 768, 6, 512, 0, 0, 0)]
    [InlineData("electra", 30522, 256, 128, 12, 512, 2, 0, 0)]
    [InlineData("modernbert", 50368, 768, 768, 22, 8192, 0, 50283, 0)]
    public void AFileWithoutSizesHasTheFamilysDefaults(
        string family,
        int vocabulary,
        int hidden,
        int embedding,
        int layers,
        int positions,
        int types,
        int padding,
        int firstPosition)
    {
        _folder.Write("config.json", $$"""{"model_type":"{{family}}"}""");
        EncoderConfig config = EncoderConfigFile.Load(_folder.Path);
        Assert.Equal(family, config.ModelType);
        Assert.Equal((vocabulary, hidden, embedding), (config.VocabularySize, config.HiddenSize, config.EmbeddingSize));
        Assert.Equal((layers, positions, types), (config.LayerCount, config.MaximumPositions, config.TokenTypes));
        Assert.Equal((padding, firstPosition), (config.PaddingId, config.FirstPosition));
    }

    // Files of 2019 have no model_type.
    [Theory]
    [InlineData("\"architectures\":[\"BertForPreTraining\"]", "bert")]
    [InlineData("\"architectures\":[\"RobertaForMaskedLM\"]", "roberta")]
    [InlineData("\"architectures\":[\"XLMRobertaForMaskedLM\"]", "xlm-roberta")]
    [InlineData("\"architectures\":[\"DistilBertForMaskedLM\"],\"model_type\":null", "distilbert")]
    [InlineData("\"architectures\":[\"ElectraForPreTraining\"]", "electra")]
    [InlineData("\"architectures\":[\"ModernBertForMaskedLM\"]", "modernbert")]
    [InlineData("\"architectures\":[\"RobertaForMaskedLM\"],\"model_type\":\"bert\"", "bert")]
    [InlineData("\"architectures\":[]", "bert")]
    [InlineData("\"architectures\":[7]", "bert")]
    [InlineData("\"architectures\":\"RobertaModel\"", "bert")]
    [InlineData("\"vocab_size\":9", "bert")]
    public void AFileWithoutAModelTypeIsOfTheFamilyOfItsClass(string fields, string expected)
    {
        _folder.Write("config.json", $"{{{fields}}}");
        Assert.Equal(expected, EncoderConfigFile.Load(_folder.Path).ModelType);
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("xlm-roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    public void WhatIsWrittenIsReadAndHasTheOriginalsFields(string name)
    {
        string original = SharedFiles.Require($"golden/families/{name}");
        EncoderConfig config = EncoderConfigFile.Load(original);
        EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.MaskedLanguageModel);
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
        using JsonDocument expected = Parse(original), written = Parse(_folder.Path);
        Assert.NotEmpty(written.RootElement.EnumerateObject());
        foreach (JsonProperty field in written.RootElement.EnumerateObject())
        {
            JsonElement value = expected.RootElement.GetProperty(field.Name);
            Assert.True(IsSame(value, field.Value), $"{field.Name} is {field.Value}, expected {value}.");
        }
    }

    [Theory]
    [InlineData("roberta", ModelOutputs.MaskedLanguageModel, "RobertaForMaskedLM")]
    [InlineData("roberta", ModelOutputs.Pooler, "RobertaModel")]
    [InlineData("xlm-roberta", ModelOutputs.MaskedLanguageModel, "XLMRobertaForMaskedLM")]
    [InlineData("distilbert", ModelOutputs.None, "DistilBertModel")]
    [InlineData("electra", ModelOutputs.None, "ElectraModel")]
    public void TheArchitectureFollowsTheHeads(string family, ModelOutputs outputs, string expected) =>
        Assert.Equal(expected, ModelFamilies.Get(family).ArchitectureOf(outputs));

    [Theory]
    [InlineData("distilbert", "dim", "30", "n_heads", "is absent, expected a divisor of dim, 30.")]
    [InlineData("distilbert", "n_layers", "0", "n_layers", "is 0, expected a whole number from 1 to 1024.")]
    [InlineData("distilbert", "dropout", "2", "dropout", "is 2, expected a number from 0 to below 1.")]
    [InlineData("distilbert", "activation", "\"silu\"", "activation",
        "is \"silu\", expected one of gelu, gelu_python, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, tanh.")]
    [InlineData("electra", "embedding_size", "0", "embedding_size", "is 0, expected a whole number above 0.")]
    [InlineData("electra", "embedding_size", "70000", "embedding_size",
        "is 70000, expected a whole number from 1 to 65536.")]
    [InlineData("roberta", "pad_token_id", "null", "pad_token_id",
        "is absent, expected the padding's id, behind which positions are counted.")]
    [InlineData("roberta", "max_position_embeddings", "2", "max_position_embeddings",
        "is 2, expected more than 2, the first position behind pad_token_id.")]
    [InlineData("roberta", "is_decoder", "true", "is_decoder", "is true, expected false: Cloze computes encoders.")]
    public void AFieldThatCannotBeUsedIsNamedInTheFamilysWords(
        string family, string field, string value, string named, string expected)
    {
        string path = _folder.Write("config.json", $$"""{"model_type":"{{family}}","{{field}}":{{value}}}""");
        var error = Assert.Throws<ClozeException>(() => EncoderConfigFile.Load(_folder.Path));
        Assert.Equal($"{path}: field \"{named}\" {expected}", error.Message);
    }

    [Fact]
    public void AKindOfModelThatIsNotKnownIsNamed()
    {
        var config = new EncoderConfig { VocabularySize = 9, ModelType = "t5\u001B" };
        var error = Assert.Throws<ClozeException>(config.Validate);
        Assert.Equal(
            "The model's model_type is t5\\u001B, expected one of bert, roberta, xlm-roberta, distilbert, electra, "
            + "modernbert.",
            error.Message);
    }

    [Theory]
    [InlineData("distilbert", ModelOutputs.Pooler, "pooler")]
    [InlineData("electra", ModelOutputs.Pooler, "pooler")]
    [InlineData("roberta", ModelOutputs.PreTraining, "next-sentence head")]
    public void AnOutputThatTheFamilyLacksIsRefused(string family, ModelOutputs outputs, string what)
    {
        var config = new EncoderConfig
        {
            VocabularySize = 9,
            ModelType = family,
            TokenTypes = family == "distilbert" ? 0 : 2,
        };
        var error = Assert.Throws<ClozeException>(() => new ParameterLayout(config, outputs));
        Assert.Equal($"A model of the model_type \"{family}\" has no {what}.", error.Message);
    }

    [Fact]
    public void TheHeadsActivationIsGeluWhateverTheEncodersIs()
    {
        _folder.Write("config.json", """{"model_type":"roberta","hidden_act":"relu"}""");
        EncoderConfig config = EncoderConfigFile.Load(_folder.Path);
        Assert.Equal((Activation.Relu, Activation.Gelu), (config.Activation, config.HeadActivation));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("xlm-roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    public void IdsOfSpecialPiecesAreKeptWhereTheyHold(string family)
    {
        const string ids = "\"bos_token_id\":3,\"cls_token_id\":4,\"eos_token_id\":5,\"sep_token_id\":6";
        EncoderConfig Again(string fields)
        {
            _folder.Write(
                "config.json", $$"""{"model_type":"{{family}}","vocab_size":9,"pad_token_id":1,{{fields}}}""");
            EncoderConfig config = EncoderConfigFile.Load(_folder.Path);
            EncoderConfigFile.Save(_folder.Path, config, ModelOutputs.None);
            Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
            return config;
        }

        Assert.Equal(new SpecialIds(3, 4, 5, 6), Again(ids).SpecialIds);
        using (JsonDocument written = Parse(_folder.Path))
        {
            string[] names = ["pad", "bos", "cls", "eos", "sep"];
            Assert.Equal(
                [1, 3, 4, 5, 6],
                names.Select(name => written.RootElement.GetProperty($"{name}_token_id").GetInt32()));
        }

        // Beyond the vocabulary, or no id at all: nothing is refused for it, and nothing is written.
        string other = ids.Replace("3,", "9,").Replace("4,", "-1,").Replace("5,", "[5],").Replace(":6", ":null");
        Assert.Equal(default, Again(other).SpecialIds);
        using JsonDocument without = Parse(_folder.Path);
        Assert.DoesNotContain(
            without.RootElement.EnumerateObject(),
            field => field.Name is "bos_token_id" or "cls_token_id" or "eos_token_id" or "sep_token_id"
                && field.Value.ValueKind != JsonValueKind.Null);
    }

    // The library takes the first ModernBERT's ids where a file has none: null says that they are not this model's.
    [Theory]
    [InlineData(50368, 50281)]
    [InlineData(50281, null)]
    public void AModernBertThatSaysNoIdsHasThoseOfTheFirstIfItsVocabularyHas(int vocabulary, int? expected)
    {
        _folder.Write(
            "config.json", $$"""{"model_type":"modernbert","vocab_size":{{vocabulary}},"pad_token_id":0}""");
        Assert.Equal(expected, EncoderConfigFile.Load(_folder.Path).SpecialIds.Classification);
    }

    private static JsonDocument Parse(string folder) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));

    private static bool IsSame(JsonElement left, JsonElement right) =>
        left.ValueKind == JsonValueKind.Number && right.ValueKind == JsonValueKind.Number
            ? (float)left.GetDouble() == (float)right.GetDouble()
            : JsonElement.DeepEquals(left, right);
}
