using System.Text.Json;
using Cloze.Inference;
using Cloze.Onnx;
using Xunit;

namespace Cloze.Tests.Onnx;

/// <summary>Which files an export writes, and where.</summary>
public sealed class ExportTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExportTargetTests() => OnnxModelFolder.Write(Model);

    private string Model => _folder.File("model");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OnnxPrecision.Float32, "model.onnx", "fp32")]
    [InlineData(OnnxPrecision.Float16, "model_fp16.onnx", "fp16")]
    [InlineData(OnnxPrecision.Int8, "model_quantized.onnx", "q8")]
    public void ByDefaultTheGraphGoesIntoTheModelsFolder(OnnxPrecision precision, string name, string dtype)
    {
        OnnxExportReport report = OnnxExport.Write(Model, new OnnxExportOptions { Precision = precision });
        Assert.Equal(Path.Combine(Model, "onnx", name), report.Path);
        Assert.Equal(dtype, report.Dtype);
        Assert.Equal([report.Path], report.Files);
    }

    [Fact]
    public void AFolderGetsWhatTransformersJsLooksFor()
    {
        string output = _folder.File("for/the/web");
        OnnxExportReport report = OnnxExport.Write(Model, new OnnxExportOptions { Output = output });
        string[] names = [.. report.Files.Select(file => Path.GetRelativePath(output, file).Replace('\\', '/'))];
        Assert.Equal(
            ["onnx/model.onnx", "config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt"], names);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Model, "config.json")), File.ReadAllBytes(report.Files[1]));
    }

    [Fact]
    public void AModelWithAWordListAloneGetsATokenizerFile()
    {
        File.Delete(Path.Combine(Model, "tokenizer.json"));
        File.Delete(Path.Combine(Model, "tokenizer_config.json"));
        string output = _folder.File("out");
        OnnxExportReport report = OnnxExport.Write(Model, new OnnxExportOptions { Output = output });
        Assert.Contains(Path.Combine(output, "tokenizer.json"), report.Files);
        Assert.True(File.Exists(Path.Combine(output, "tokenizer_config.json")));
    }

    // An engine fails at a longer text, and transformers.js cuts at what the settings say.
    [Theory]
    [InlineData("", 12)]
    [InlineData(",\"model_max_length\":512", 12)]
    [InlineData(",\"model_max_length\":1000000000000000019884624838656", 12)]
    [InlineData(",\"model_max_length\":9", 9)]
    public void TheSettingsNameNoLongerInputThanTheModelHasPositionsFor(string field, int expected)
    {
        string config = Path.Combine(Model, "tokenizer_config.json"), output = _folder.File("out");
        string given = $$"""{"tokenizer_class":"BertTokenizer","extra":{"kept":[1.50]}{{field}}}""";
        File.WriteAllText(config, given);
        OnnxExport.Write(Model, new OnnxExportOptions { Output = output });
        using JsonDocument written = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(output, "tokenizer_config.json")));
        Assert.Equal(expected, written.RootElement.GetProperty("model_max_length").GetInt32());
        Assert.Equal("""{"kept":[1.50]}""", written.RootElement.GetProperty("extra").GetRawText());
        Assert.Equal(given, File.ReadAllText(config));
    }

    [Fact]
    public void SettingsThatNotEveryReaderTakesAreWrittenAnew()
    {
        string config = Path.Combine(Model, "tokenizer_config.json"), output = _folder.File("out");
        File.WriteAllText(config, """{"tokenizer_class":"BertTokenizer","do_lower_case":true,"extra":NaN}""");
        OnnxExport.Write(Model, new OnnxExportOptions { Output = output });
        using JsonDocument written = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(output, "tokenizer_config.json")));
        Assert.Equal(12, written.RootElement.GetProperty("model_max_length").GetInt32());
    }

    [Fact]
    public void AFileOfItsOwnIsWrittenAlone()
    {
        string file = _folder.File("made/graph.onnx");
        OnnxExportReport report = OnnxExport.Write(Model, new OnnxExportOptions { Output = file });
        Assert.Equal([file], report.Files);
        Assert.Equal(["graph.onnx"], Directory.EnumerateFiles(_folder.File("made")).Select(Path.GetFileName));
    }

    [Fact]
    public void AnotherFileIsRefused()
    {
        string file = _folder.Write("notes.txt", "words");
        ClozeException error = Assert.Throws<ClozeException>(
            () => OnnxExport.Write(Model, new OnnxExportOptions { Output = file }));
        Assert.Equal(
            $"The output {file} is a file, expected a folder or a path that ends in .onnx.", error.Message);
        Assert.Equal("words", File.ReadAllText(file));
    }

    [Fact]
    public void AModelThatLacksTensorsIsRefused()
    {
        using var start = MaskedLanguageModel.Load(Model);
        string config = File.ReadAllText(Path.Combine(Model, "config.json"));
        File.WriteAllText(
            Path.Combine(Model, "config.json"),
            config.Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", StringComparison.Ordinal));
        ClozeException error = Assert.Throws<ClozeException>(() => OnnxExport.Write(Model));
        Assert.StartsWith(
            $"{Model} lacks 16 tensors of the model, the first is bert.encoder.layer.2.attention.output.LayerNorm.bias",
            error.Message);
    }
}
