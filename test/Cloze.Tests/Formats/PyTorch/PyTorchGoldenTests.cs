using Cloze.Models;
using Cloze.Tests.Golden;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>Files that torch 2.13 wrote, with the weights of golden/bert/gelu.</summary>
public class PyTorchGoldenTests
{
    [Theory]
    [InlineData("zip", "exact")]
    [InlineData("legacy", "exact")]
    [InlineData("sharded", "exact")]
    [InlineData("zip-shared-strided", "exact")]
    [InlineData("zip-half", "half")]
    [InlineData("zip-bfloat16", "bfloat16")]
    public void EveryWeightIsThatOfTheSafetensorsFile(string name, string rounding)
    {
        string folder = SharedFiles.Require($"golden/pytorch-bin/{name}");
        using var expected = new GoldenTensors(SharedFiles.Require("golden/bert/gelu/model.safetensors"));
        var read = new Dictionary<string, List<float>>();
        LoadReport report = WeightLoader.Load(
            folder,
            new ParameterLayout(EncoderConfigFile.Load(folder), ModelOutputs.PreTraining),
            (parameter, _, values) =>
            {
                read.TryAdd(parameter.Name, []);
                read[parameter.Name].AddRange(values);
            });
        Assert.True(report.IsExact);
        Assert.Equal(46, read.Count);
        Every.Item(read, weight => Assert.Equal(
            expected.Singles(weight.Key).Select(value => Round(value, rounding)), weight.Value));
    }

    [Fact]
    public void CodeInAPickleIsRefusedByItsNameAndNotRun()
    {
        string folder = SharedFiles.Require("golden/pytorch-bin/hostile-code");
        var error = Assert.Throws<ClozeException>(() => WeightLoader.List(folder));
        Assert.Equal(
            $"{Path.Combine(folder, "pytorch_model.bin")} asks for \"posix.system\", which weights do not need and "
            + "which could run code; it was refused, and nothing was run.",
            error.Message);
        Assert.Contains("Get the model as safetensors", error.Hint);
        Assert.False(File.Exists("pickle-was-executed"));
    }

    private static float Round(float value, string rounding) => rounding switch
    {
        "half" => (float)(Half)value,
        "bfloat16" => Rounding.ToBrainFloat(value),
        _ => value,
    };
}
