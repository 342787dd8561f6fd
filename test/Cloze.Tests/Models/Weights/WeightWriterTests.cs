using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public sealed class WeightWriterTests : IDisposable
{
    private static readonly EncoderConfig Small = new()
    {
        VocabularySize = 5,
        HiddenSize = 2,
        AttentionHeadCount = 1,
        LayerCount = 1,
        InnerSize = 3,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gelu", ModelOutputs.PreTraining)]
    [InlineData("mlm-only", ModelOutputs.MaskedLanguageModel)]
    [InlineData("untied", ModelOutputs.PreTraining)]
    public void ALoadedModelIsSavedAsHuggingFaceSavesIt(string name, ModelOutputs heads)
    {
        string original = SharedFiles.Require($"golden/bert/{name}");
        EncoderConfig config = EncoderConfigFile.Load(original);
        var layout = new ParameterLayout(config, heads);
        Dictionary<string, float[]> values = Load(original, layout);
        string copy = _folder.File("copy");
        WeightWriter.Save(
            copy, config, layout, (parameter, first, count) => values[parameter.Name].AsSpan(first, count));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(original, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(copy, "model.safetensors")));
        Assert.Equal(config, EncoderConfigFile.Load(copy));
        Assert.Equal(values, Load(copy, layout));
    }

    [Fact]
    public void HalfPrecisionIsSavedAsFloatWithoutLoss()
    {
        string original = SharedFiles.Require("golden/bert/bfloat16");
        EncoderConfig config = EncoderConfigFile.Load(original);
        var layout = new ParameterLayout(config, ModelOutputs.PreTraining);
        Dictionary<string, float[]> values = Load(original, layout);
        WeightWriter.Save(
            _folder.Path, config, layout, (parameter, first, count) => values[parameter.Name].AsSpan(first, count));
        Assert.Equal(values, Load(_folder.Path, layout));
        Every.Item(values.Values, tensor => Assert.DoesNotContain(
            tensor, value => (BitConverter.SingleToInt32Bits(value) & 0xFFFF) != 0));
    }

    [Fact]
    public void AFailureLeavesTheOldModel()
    {
        var layout = new ParameterLayout(Small, ModelOutputs.MaskedLanguageModel);
        WeightWriter.Save(_folder.Path, Small, layout, (_, _, count) => Filled(count, 1));
        var error = Assert.Throws<ClozeException>(() => WeightWriter.Save(
            _folder.Path,
            Small with { HiddenDropout = 0 },
            layout,
            (parameter, _, count) => parameter.Name == "cls.predictions.bias"
                ? throw new IOException("No space left on device")
                : Filled(count, 2)));
        Assert.Contains("No space left on device", error.Message);
        Every.Item(Load(_folder.Path, layout).Values, values => Every.Item(values, value => Assert.Equal(1, value)));
        Assert.Equal(Small, EncoderConfigFile.Load(_folder.Path));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsNamed()
    {
        string file = _folder.Write("file", "x");
        var layout = new ParameterLayout(Small, ModelOutputs.MaskedLanguageModel);
        var error = Assert.Throws<ClozeException>(
            () => WeightWriter.Save(file, Small, layout, (_, _, count) => Filled(count, 1)));
        Assert.StartsWith($"Cannot make the folder {file}: ", error.Message);
    }

    private static float[] Filled(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }

    private static Dictionary<string, float[]> Load(string folder, ParameterLayout layout)
    {
        var values = new Dictionary<string, float[]>();
        LoadReport report = WeightLoader.Load(
            folder, layout, (parameter, _, loaded) =>
                values[parameter.Name] = [.. values.GetValueOrDefault(parameter.Name, []), .. loaded]);
        Assert.True(report.IsExact);
        return values;
    }
}
