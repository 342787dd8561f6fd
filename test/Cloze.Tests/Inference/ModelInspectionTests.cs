using Cloze.Inference;
using Cloze.Tests.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class ModelInspectionTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void AWholeFolderIsShownWithoutProblems()
    {
        ModelInspection model = ModelInspection.Read(_run.Start);
        Assert.Empty(model.Problems);
        Assert.Equal(_run.Start, model.Folder);
        Assert.Equal(model.Config!.VocabularySize, model.Pieces);
        Assert.True(model.Report!.IsExact);
        Assert.Equal(
            model.Layout!.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            model.Stored.Select(tensor => tensor.Name));
        Every.Item(model.Stored, tensor => Assert.Equal("F32", tensor.Type));
    }

    [Fact]
    public void OnlyTheHeadersOfWeightsAreRead()
    {
        // Larger than the memory of this machine: nothing but the header may be touched.
        using var folder = new TemporaryFolder();
        folder.Write("config.json", """{"vocab_size": 9, "hidden_size": 8, "num_attention_heads": 2}""");
        const long bytes = 1L << 36;
        string header = $$"""{"a":{"dtype":"U8","shape":[{{bytes}}],"data_offsets":[0,{{bytes}}]} }""";
        string path = folder.WriteSafetensors(header, 0);
        using (FileStream stream = File.OpenWrite(path)) stream.SetLength(stream.Length + bytes);
        ModelInspection model = ModelInspection.Read(folder.Path);
        Assert.Equal(("a", "U8"), (Assert.Single(model.Stored).Name, model.Stored[0].Type));
        Assert.Equal(2, model.Problems.Count);
        Assert.Contains("tokenizer.json", model.Problems[0]);
        Assert.Contains("none of its 1 tensors is one of the model's, the first are \"a\";", model.Problems[1]);
    }

    [Theory]
    [InlineData("config.json", "There is no file")]
    [InlineData("model.safetensors", "has no weights, expected model.safetensors, ")]
    [InlineData("tokenizer.json|vocab.txt", "holds neither tokenizer.json nor vocab.txt")]
    public void WhatIsMissingIsSaidAndTheRestShown(string files, string expected)
    {
        foreach (string file in files.Split('|')) File.Delete(Path.Combine(_run.Start, file));
        ModelInspection model = ModelInspection.Read(_run.Start);
        Assert.Contains(expected, Assert.Single(model.Problems));
        Assert.Equal(files != "config.json", model.Config is not null);
        Assert.Equal(files != "config.json", model.Layout is not null);
        Assert.Equal(files != "model.safetensors", model.Stored.Count > 0);
        Assert.Equal(files == "tokenizer.json|vocab.txt", model.Report is not null);
        Assert.Equal(!files.StartsWith("tokenizer", StringComparison.Ordinal), model.Pieces is not null);
    }

    [Fact]
    public void PartsThatDisagreeAreSaid()
    {
        WeightFile.AddRows(_run.Start, -3);
        int pieces = ModelInspection.Read(_run.Start).Pieces!.Value;
        Assert.Equal(
            $"{_run.Start}: the tokenizer has {pieces} pieces, config.json says vocab_size {pieces - 3}. "
            + "Put the tokenizer files the model was trained with into the folder.",
            Assert.Single(ModelInspection.Read(_run.Start).Problems));
    }

    [Fact]
    public void AnotherShapeIsSaid()
    {
        string config = Path.Combine(_run.Start, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"type_vocab_size\": 2", "\"type_vocab_size\": 1"));
        ModelInspection model = ModelInspection.Read(_run.Start);
        Assert.Contains("has shape [2, 8] in the file, expected [1, 8] by config.json", Assert.Single(model.Problems));
        Assert.Contains("expected [1, 8] by config.json.", model.Report!.ToSentences()[^1]);
        Assert.Contains("1 parameter has another shape in the folder.", model.Report.ToSentences());
    }

    [Fact]
    public void AFolderOfSomethingElseIsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "no model");
        Assert.Equal(
            $"{folder.Path} holds nothing of a model.",
            Assert.Throws<ClozeException>(() => ModelInspection.Read(folder.Path)).Message);
        Assert.Throws<ArgumentNullException>(() => ModelInspection.Read(null!));
        Assert.Throws<ClozeException>(() => ModelInspection.Read(""));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("bert_config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin.index.json")]
    [InlineData("pytorch_model.bin")]
    public void AFolderWhoseOnlyFileCannotBeUsedIsShownWithWhatIsWrong(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, "damaged");
        ModelInspection model = ModelInspection.Read(folder.Path);
        Assert.Contains(model.Problems, problem => problem.Contains(path, StringComparison.Ordinal));
        Assert.Equal((null, null, 0), (model.Config, model.Pieces, model.Stored.Count));
    }

    [Theory]
    [InlineData("sharded", "F32")]
    [InlineData("float16", "F16")]
    [InlineData("bfloat16", "BF16")]
    [InlineData("encoder-only", "F32")]
    public void AGoldenFolderWithoutATokenizerIsShown(string name, string type)
    {
        ModelInspection model = ModelInspection.Read(SharedFiles.Require($"golden/bert/{name}"));
        Assert.NotEmpty(model.Stored);
        Assert.Contains(model.Stored, tensor => tensor.Type == type);
        Assert.Equal(name == "encoder-only", model.Report!.LacksHead);
        Assert.Contains("tokenizer.json", Assert.Single(model.Problems));
    }
}
