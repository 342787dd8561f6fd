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
