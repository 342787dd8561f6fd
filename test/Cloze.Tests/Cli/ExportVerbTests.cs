using System.Text.Json;
using Cloze.Tests.Onnx;
using Xunit;

namespace Cloze.Tests.Cli;

public sealed class ExportVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExportVerbTests() => OnnxModelFolder.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task JsonSaysWhatWasWritten()
    {
        CliRun run = await CliRun.Of("export", _folder.Path, "--onnx", "--dtype", "int8", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement json = JsonElement.Parse(run.Output);
        string path = _folder.File(Path.Combine("onnx", "model_quantized.onnx"));
        Assert.Equal(path, json.GetProperty("path").GetString());
        Assert.Equal(new FileInfo(path).Length, json.GetProperty("bytes").GetInt64());
        Assert.Equal("int8", json.GetProperty("precision").GetString());
        Assert.Equal("q8", json.GetProperty("dtype").GetString());
        Assert.Equal(17, json.GetProperty("opset").GetInt32());
        Assert.Equal("logits", json.GetProperty("output").GetString());
    }

    [Fact]
    public async Task WithoutAFormatNothingIsWritten()
    {
        CliRun run = await CliRun.Of("export", _folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No format is given.", run.Error);
        Assert.Contains("Add --onnx", run.Error);
        Assert.False(Directory.Exists(_folder.File("onnx")));
    }

    [Fact]
    public async Task AnUnknownTypeIsAUsageError()
    {
        CliRun run = await CliRun.Of("export", _folder.Path, "--onnx", "--dtype", "int4");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("one of: float32, float16, int8", run.Error);
    }

    [Fact]
    public async Task AFolderWithoutWeightsIsRefused()
    {
        File.Delete(_folder.File("model.safetensors"));
        CliRun run = await CliRun.Of("export", _folder.Path, "--onnx");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(_folder.Path, run.Error);
        Assert.False(Directory.Exists(_folder.File("onnx")));
    }
}
