using System.Text.Json;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>What a configuration says behind a conversion, and did not before.</summary>
public sealed class ConvertedConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Cloze finds the family without the word; Hugging Face's library does not.
    [Theory]
    [InlineData("\"architectures\":[\"RobertaForMaskedLM\"]", "a", "roberta")]
    [InlineData("\"model_type\":null,\"architectures\":[\"DistilBertModel\"]", "a", "distilbert")]
    [InlineData("\"vocab_size\":9", "bert.pooler.dense.bias", "bert")]
    [InlineData("\"architectures\":[]", "module.bert.pooler.dense.bias", "bert")]
    [InlineData("\"vocab_size\":9", "roberta.pooler.dense.bias", null)]
    [InlineData("\"model_type\":null,\"architectures\":[\"AlbertModel\"]", "bert.pooler.dense.bias", null)]
    [InlineData("\"model_type\":\"albert\",\"architectures\":[\"BertModel\"]", "a", "albert")]
    public void TheKindOfModelIsSaidWhereItIsKnown(string fields, string tensor, string? expected)
    {
        string output = _folder.File("out");
        _folder.Write("model/config.json", $"{{{fields}}}");
        _folder.WriteSafetensors(
            $$$"""{"{{{tensor}}}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "model/model.safetensors");
        ModelConversion.Run(new ConversionOptions { Model = _folder.File("model"), Output = output });
        JsonElement config = JsonElement.Parse(File.ReadAllBytes(Path.Combine(output, "config.json")));
        bool isThere = config.TryGetProperty("model_type", out JsonElement found);
        Assert.Equal(expected, isThere ? found.GetString() : null);
        Assert.Equal(
            config.EnumerateObject().Count(), config.EnumerateObject().DistinctBy(field => field.Name).Count());
    }
}
