using System.Text.Json;
using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Onnx;
using Cloze.Tests.Models;
using Cloze.Tests.Reference;
using Cloze.Tests.Text;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Onnx;

/// <summary>What an export leaves as it is, what it adds, and that the folder then opens.</summary>
public sealed class ExportFilesTests : IDisposable
{
    private static readonly OnnxExportOptions s_bytes = new() { Precision = OnnxPrecision.Int8 };

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("model");

    private string Out => _folder.File("out");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("roberta", "tokenizer.json", "tokenizer_config.json")]
    [InlineData("roberta", "vocab.json|merges.txt", "tokenizer.json|tokenizer_config.json")]
    [InlineData("roberta", "tokenizer.json|tokenizer_config.json", "")]
    [InlineData("bert", "tokenizer.json", "tokenizer_config.json")]
    [InlineData("bert", "vocab.txt", "tokenizer.json|tokenizer_config.json")]
    [InlineData("bert", "vocab.txt|tokenizer_config.json", "tokenizer.json")]
    public void InItsOwnFolderNothingIsReplacedAndAllThatIsWrittenIsListed(string family, string kept, string added)
    {
        WriteModel(family, kept.Split('|'));
        Dictionary<string, byte[]> before = Contents();
        string[] expected =
        [
            Path.Combine(Model, "onnx", "model_quantized.onnx"),
            .. added.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(name => Path.Combine(Model, name)),
        ];
        Assert.Equal(expected, OnnxExport.Write(Model, s_bytes).Files);
        Dictionary<string, byte[]> after = Contents();
        Every.Item(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.Equal(expected.Order(), after.Keys.Except(before.Keys).Order());
        using var opened = MaskedLanguageModel.Load(Model);
        Assert.Equal(expected[..1], OnnxExport.Write(Model, s_bytes).Files);
    }

    [Theory]
    [InlineData("roberta", "tokenizer.json")]
    [InlineData("roberta", "vocab.json|merges.txt")]
    [InlineData("bert", "vocab.txt")]
    [InlineData("bert", "vocab.txt|tokenizer_config.json")]
    public void AFolderTakesASecondGraphOfTheModel(string family, string kept)
    {
        WriteModel(family, kept.Split('|'));
        IReadOnlyList<string> first = OnnxExport.Write(Model, new OnnxExportOptions { Output = Out }).Files;
        Assert.Equal(first.Order(), Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories).Order());
        OnnxExportReport second = OnnxExport.Write(Model, s_bytes with { Output = Out });
        Assert.Equal([second.Path], second.Files);
        using MaskedLanguageModel source = MaskedLanguageModel.Load(Model), copy = MaskedLanguageModel.Load(Out);
        string text = $"the {source.Tokenizer.Vocabulary.SpecialTokens.Mask}";
        Assert.Equal(source.Fill(text), copy.Fill(text));
    }

    [Fact]
    public void WhatAPersonWroteBesideTheGraphStays()
    {
        WriteModel("bert", ["tokenizer.json", "tokenizer_config.json"]);
        OnnxExport.Write(Model, new OnnxExportOptions { Output = Out });
        const string mine = """{"tokenizer_class":"BertTokenizer","model_max_length":8}""";
        _folder.Write("out/tokenizer_config.json", mine);
        OnnxExport.Write(Model, s_bytes with { Output = Out });
        Assert.Equal(mine, File.ReadAllText(Path.Combine(Out, "tokenizer_config.json")));
    }

    [Fact]
    public void AFolderWithFilesOfAnotherModelIsRefused()
    {
        OnnxModelFolder.Write(Model);
        OnnxModelFolder.Write(Out, OnnxModelFolder.Config with { LayerCount = 1 });
        Refused("config.json");
        File.WriteAllText(Path.Combine(Out, "config.json"), "{}");
        Refused("config.json");
        File.Copy(Path.Combine(Model, "config.json"), Path.Combine(Out, "config.json"), overwrite: true);
        Tokenizer.Create(Vocabulary.Create([.. new SpecialTokens().All, "the"])).Save(Out);
        Refused("tokenizer.json");
        File.Delete(Path.Combine(Out, "tokenizer.json"));
        Refused("vocab.txt");
    }

    [Fact]
    public void WhatOnlyTrainingLooksAtMakesNoOtherModel()
    {
        OnnxModelFolder.Write(Model);
        OnnxModelFolder.Write(
            Out,
            OnnxModelFolder.Config with
            {
                HiddenDropout = 0.3f,
                InitializerRange = 0.01f,
                SpecialIds = new SpecialIds(1, 2, 3, 4),
            });
        OnnxExportReport report = OnnxExport.Write(Model, new OnnxExportOptions { Output = Out });
        Assert.Equal([report.Path], report.Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"model_type\": null,")]
    public void AConfigurationGetsItsKindOfModel(string field)
    {
        OnnxModelFolder.Write(Model);
        string config = Path.Combine(Model, "config.json");
        string silent = File.ReadAllText(config).Replace(
            "\"model_type\": \"bert\",", field, StringComparison.Ordinal);
        Assert.DoesNotContain("\"model_type\": \"bert\"", silent);
        File.WriteAllText(config, silent);
        OnnxExport.Write(Model, new OnnxExportOptions { Output = Out });
        JsonElement before = JsonElement.Parse(silent);
        JsonElement after = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Out, "config.json")));
        Assert.Equal("bert", after.GetProperty("model_type").GetString());
        static IEnumerable<string> Others(JsonElement json) =>
            from property in json.EnumerateObject()
            where property.Name != "model_type"
            select $"{property.Name} {property.Value.GetRawText()}";
        Assert.Equal(Others(before), Others(after));
        Assert.Equal(silent, File.ReadAllText(config));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACheckpointOfTensorFlowsGetsAConfiguration(bool isInPlace)
    {
        Directory.CreateDirectory(Model);
        using (var backend = new ReferenceBackend())
        using (EncoderModel model = TinyModel.Create(backend, TinyModel.Config))
        {
            TensorFlowFolder.Write(Model, model);
        }

        string[] pieces = [.. new SpecialTokens().All, "the", "cat", "sees", "a", "tree", "."];
        _folder.Write("model/vocab.txt", string.Join('\n', pieces) + "\n");
        string output = isInPlace ? Model : Out;
        OnnxExportReport report = OnnxExport.Write(Model, new OnnxExportOptions { Output = output });
        Assert.Contains(Path.Combine(output, "config.json"), report.Files);
        JsonElement config = JsonElement.Parse(File.ReadAllBytes(Path.Combine(output, "config.json")));
        Assert.Equal("bert", config.GetProperty("model_type").GetString());
        Assert.Equal(11, config.GetProperty("vocab_size").GetInt32());
        using MaskedLanguageModel source = MaskedLanguageModel.Load(Model), copy = MaskedLanguageModel.Load(output);
        Assert.Equal(source.Fill("the [MASK] sees"), copy.Fill("the [MASK] sees"));
    }

    [Fact]
    public void AGraphThatIsTheModelsOnlyWeightsIsNotReplaced()
    {
        OnnxModelFolder.Write(Model);
        string graph = OnnxExport.Write(Model, new OnnxExportOptions { Output = Out }).Path;
        byte[] before = File.ReadAllBytes(graph);
        foreach (string? output in new[] { null, graph })
        {
            var error = Assert.Throws<ClozeException>(
                () => OnnxExport.Write(Out, new OnnxExportOptions { Output = output }));
            Assert.Equal(
                $"The output {graph} is the file that the model's weights are read from, expected another.",
                error.Message);
            Assert.Equal("Name another folder for the graph.", error.Hint);
        }

        Assert.Equal(before, File.ReadAllBytes(graph));
        Assert.True(File.Exists(OnnxExport.Write(Out, s_bytes).Path));
    }

    private void Refused(string name)
    {
        var error = Assert.Throws<ClozeException>(
            () => OnnxExport.Write(Model, new OnnxExportOptions { Output = Out }));
        Assert.Equal(
            $"{Path.Combine(Out, name)} is of another model than {Model}, expected the same one's: what is there is "
            + "not replaced.",
            error.Message);
        Assert.Equal("Choose another folder, or remove the files of the other model.", error.Hint);
        Assert.False(Directory.Exists(Path.Combine(Out, "onnx")));
    }

    // Each file ends in a way of its own, so that one that was written anew is another one.
    private void WriteModel(string family, string[] kept)
    {
        if (family == "bert") OnnxModelFolder.Write(Model);
        else WriteRoberta();
        string[] names = ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt"];
        foreach (string name in names.Except(kept)) File.Delete(Path.Combine(Model, name));
        foreach (string name in kept.Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            File.AppendAllText(Path.Combine(Model, name), "\n \n");
        }
    }

    private void WriteRoberta()
    {
        Tokenizer tokenizer = BytePairTrainer.Train(
            MixedText.Samples(40), new BytePairTrainerOptions { VocabularySize = 300, Threads = 1 });
        tokenizer.Save(Model);
        using var backend = new CpuBackend(threads: 1);
        using EncoderModel model = TinyModel.Create(
            backend,
            OnnxModelFolder.OfFamily("roberta") with { VocabularySize = tokenizer.Vocabulary.Count },
            ModelOutputs.MaskedLanguageModel);
        model.Save(Model);
    }

    private Dictionary<string, byte[]> Contents() =>
        Directory.EnumerateFiles(Model, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
}
