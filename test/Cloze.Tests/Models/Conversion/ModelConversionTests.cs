using System.Text.Json;
using Cloze.Formats;
using Cloze.Models;
using Cloze.Tests.Formats;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>From every format to every format and type: same names and shapes, values rounded once.</summary>
public sealed class ModelConversionTests : IDisposable
{
    private const string OneTensor = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ModelConversionTests()
    {
        _model = _folder.File("model");
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        model.Save(_model);
        _folder.Write("model/vocab.txt", "a\nb\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WeightType.Float16, WeightFormat.Safetensors, "float16")]
    [InlineData(WeightType.BFloat16, WeightFormat.Safetensors, "bfloat16")]
    [InlineData(WeightType.Float16, WeightFormat.PyTorch, "float16")]
    [InlineData(WeightType.BFloat16, WeightFormat.PyTorch, "bfloat16")]
    [InlineData(WeightType.Float32, WeightFormat.PyTorch, "float32")]
    public void EveryWeightIsRoundedToItsType(WeightType type, WeightFormat format, string name)
    {
        ConversionResult result = Convert(_model, "out", type, format);
        Assert.Equal([name], result.Types);
        Assert.Equal(46, result.Tensors);
        Assert.Equal(["vocab.txt"], result.Copied);
        Assert.Empty(result.LeftOut);
        Assert.Equal(result.Bytes, new FileInfo(result.File).Length);
        Dictionary<string, float[]> before = Weights(_model), after = Weights(_folder.File("out"));
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Every.Item(before, weight => Assert.Equal(weight.Value.Select(value => Round(value, type)), after[weight.Key]));
        JsonElement config = Config("out");
        Assert.Equal(name, config.GetProperty("dtype").GetString());
        Assert.Equal(EncoderConfigFile.Load(_model), EncoderConfigFile.Load(_folder.File("out")));
    }

    [Theory]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    [InlineData("xlm-roberta")]
    public void AFamilyKeepsItsNamesAndFields(string family)
    {
        string model = SharedFiles.Require($"golden/families/{family}");
        Convert(model, "bin", null, WeightFormat.PyTorch);
        Assert.Equal(Weights(model), Weights(_folder.File("bin")));
        static IEnumerable<string> Fields(JsonElement config) =>
            from field in config.EnumerateObject()
            where field.Name is not "dtype"
            select $"{field.Name} {field.Value.GetRawText()}";
        Assert.Equal(
            Fields(JsonElement.Parse(File.ReadAllBytes(Path.Combine(model, "config.json")))), Fields(Config("bin")));
    }

    [Fact]
    public void ThereAndBackGivesTheSameBytes()
    {
        Convert(_model, "bin", null, WeightFormat.PyTorch);
        Convert(_folder.File("bin"), "back", null, WeightFormat.Safetensors);
        foreach (string name in (string[])["model.safetensors", "config.json", "vocab.txt"])
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(_model, name)),
                File.ReadAllBytes(Path.Combine(_folder.File("back"), name)));
        }
    }

    [Theory]
    [InlineData("zip-half", "float16")]
    [InlineData("zip-bfloat16", "bfloat16")]
    [InlineData("legacy", "float32")]
    public void WithoutATypeEachIsStoredAsItWas(string name, string expected)
    {
        ConversionResult result = Convert(
            SharedFiles.Require($"golden/pytorch-bin/{name}"), "out", null, WeightFormat.Safetensors);
        Assert.Equal([expected], result.Types);
        Assert.Equal(expected, Config("out").GetProperty("dtype").GetString());
    }

    [Fact]
    public void TheConfigurationKeepsWhatNobodyKnows()
    {
        string model = Model("""{"torch_dtype":"float32","new_field":{"a":[1, NaN]},"id2label":null}""", OneTensor);
        Convert(model, "out", WeightType.BFloat16, WeightFormat.Safetensors);
        JsonElement config = Config("out");
        Assert.Equal(
            ["torch_dtype", "new_field", "id2label"], config.EnumerateObject().Select(field => field.Name));
        Assert.Equal("bfloat16", config.GetProperty("torch_dtype").GetString());
    }

    [Fact]
    public void WholeNumbersAreLeftOutAndFloat64BecomesFloat32()
    {
        string model = Model(
            "{}",
            """{"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"""
            + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
            16);
        ConversionResult result = Convert(model, "out", null, WeightFormat.Safetensors);
        Assert.Equal(["ids"], result.LeftOut);
        Assert.Equal(["float32"], result.Types);
        Assert.Equal(1, result.Tensors);
    }

    [Fact]
    public void AValueTooLargeForHalfIsNamedAndNothingIsLeft()
    {
        string model = Model("{}", OneTensor, [1f, 70_000]);
        var error = Assert.Throws<ClozeException>(
            () => Convert(model, "out", WeightType.Float16, WeightFormat.Safetensors));
        Assert.Equal("Value 1 of tensor \"a\" is 70000, expected at most 65504 in float16.", error.Message);
        Assert.Contains("bfloat16", error.Hint);
        Assert.Empty(Directory.GetFiles(_folder.File("out")));
        Assert.Equal(
            ["bfloat16"], Convert(model, "out", WeightType.BFloat16, WeightFormat.Safetensors).Types);
    }

    [Fact]
    public void AnotherModelIsNotReplaced()
    {
        var error = Assert.Throws<ClozeException>(() => ModelConversion.Run(new ConversionOptions
        {
            Model = _model,
            Output = _model,
        }));
        Assert.Equal(
            $"{_model} holds model.safetensors already, expected a folder without files of a model.", error.Message);
    }

    [Theory]
    [InlineData("vocab.txt")]
    [InlineData("spiece.model")]
    public void NorIsATokenizer(string name)
    {
        string mine = _folder.Write($"out/{name}", "mine");
        var error = Assert.Throws<ClozeException>(() => Convert(_model, "out", null, WeightFormat.Safetensors));
        Assert.Equal(
            $"{_folder.File("out")} holds {name} already, expected a folder without files of a model.", error.Message);
        Assert.Equal(["mine"], Directory.GetFiles(_folder.File("out")).Select(File.ReadAllText));
        Assert.Equal("mine", File.ReadAllText(mine));
    }

    [Fact]
    public void AFloatOf8BitsIsRefused()
    {
        string model = Model("{}", """{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""");
        var error = Assert.Throws<ClozeException>(() => Convert(model, "out", null, WeightFormat.Safetensors));
        Assert.EndsWith("tensor \"a\" has type F8_E4M3, expected F32, F16, BF16, F64 or whole numbers.", error.Message);
    }

    [Fact]
    public void ItTellsHowFarItIsAndStops()
    {
        var told = new List<ConversionProgress>();
        using var stop = new CancellationTokenSource();
        var options = new ConversionOptions { Model = _model, Output = _folder.File("out") };
        Assert.Throws<OperationCanceledException>(() => ModelConversion.Run(
            options,
            new Told(value =>
            {
                told.Add(value);
                if (told.Count == 3) stop.Cancel();
            }),
            stop.Token));
        Assert.Equal(3, told.Count);
        Assert.Empty(Directory.GetFiles(_folder.File("out")));
        told.Clear();
        ModelConversion.Run(options, new Told(told.Add));
        Assert.Equal(told[^1].AllBytes, told[^1].Bytes);
    }

    private ConversionResult Convert(string model, string output, WeightType? type, WeightFormat format) =>
        ModelConversion.Run(new ConversionOptions
        {
            Model = model,
            Output = _folder.File(output),
            Type = type,
            Format = format,
        });

    private string Model(string config, string header, float[]? values = null) => Model(
        config, header, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values ?? [1, 2]).ToArray());

    private string Model(string config, string header, int bytes) => Model(config, header, new byte[bytes]);

    private string Model(string config, string header, byte[] data)
    {
        _folder.Write("other/config.json", config);
        _folder.WriteSafetensors(header, data, "other/model.safetensors");
        return _folder.File("other");
    }

    private JsonElement Config(string name) =>
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(_folder.File(name), "config.json")));

    private static Dictionary<string, float[]> Weights(string folder)
    {
        using TensorFolder weights = WeightFolder.Open(folder);
        return weights.Names.ToDictionary(name => name, name =>
        {
            var (file, tensor) = weights.Get(name);
            float[] values = new float[tensor.ElementCount];
            file.ReadSingles(tensor, values);
            return values;
        });
    }

    private static float Round(float value, WeightType type) => type switch
    {
        WeightType.Float16 => (float)(Half)value,
        WeightType.BFloat16 => Rounding.ToBrainFloat(value),
        _ => value,
    };

    private sealed class Told(Action<ConversionProgress> tell) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) => tell(value);
    }
}
