using System.Text.Json;
using Cloze.Formats;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Loading of Hugging Face folders, old and new: the reports, the values, the refusals.</summary>
public sealed class WeightLoaderTests : IDisposable
{
    private static readonly EncoderConfig Small = new()
    {
        VocabularySize = 5,
        HiddenSize = 2,
        LayerCount = 1,
        AttentionHeadCount = 1,
        InnerSize = 3,
        MaximumPositions = 4,
        TokenTypes = 2,
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases =>
    [
        "bfloat16", "encoder-only", "float16", "full-length", "gelu", "gelu-new-odd", "head-64", "large-magnitude",
        "mlm-only", "old-names", "one-token", "relu", "sharded", "untied",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReportIsThatOfHuggingFace(string name)
    {
        string folder = SharedFiles.Require($"golden/bert/{name}");
        JsonElement loading = JsonElement.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")))
            .GetProperty("loading");
        CheckReport(folder, loading.GetProperty("BertForMaskedLM"), ModelOutputs.MaskedLanguageModel);
        CheckReport(folder, loading.GetProperty("BertForPreTraining"), ModelOutputs.PreTraining);
    }

    [Fact]
    public void ComparingTellsTheSameAsLoading()
    {
        string folder = SharedFiles.Require("golden/bert/encoder-only");
        var layout = new ParameterLayout(EncoderConfigFile.Load(folder), ModelOutputs.PreTraining);
        LoadReport compared = WeightLoader.Compare(folder, layout);
        LoadReport loaded = WeightLoader.Load(folder, layout, (_, _, _) => { });
        Assert.Equal(loaded.Missing, compared.Missing);
        Assert.Equal(loaded.NotUsed, compared.NotUsed);
    }

    [Theory]
    [InlineData("mlm-only", ModelOutputs.MaskedLanguageModel)]
    [InlineData("gelu", ModelOutputs.PreTraining)]
    [InlineData("encoder-only", ModelOutputs.Pooler)]
    public void TheHeadsOfAFolderAreFound(string name, ModelOutputs expected) =>
        Assert.Equal(expected, WeightLoader.FindOutputs(SharedFiles.Require($"golden/bert/{name}")));

    [Fact]
    public void TheSentencesNameEveryTensor()
    {
        Assert.Equal(
            [
                "Not used, because this model has no such part: bert.pooler.dense.bias, cls.seq_relationship.bias.",
                "Not in the folder, so these parameters begin untrained: cls.predictions.bias.",
            ],
            new LoadReport(
                ["cls.predictions.bias"], ["bert.pooler.dense.bias", "cls.seq_relationship.bias"], []).ToSentences());
        var exact = new LoadReport([], [], []);
        Assert.True(exact.IsExact);
        Assert.Equal(
            ["Every tensor of the folder is part of the model.", "Every parameter of the model comes from the folder."],
            exact.ToSentences());
    }

    [Theory]
    [InlineData(0, 0, false, "Every parameter of the model comes from the folder.")]
    [InlineData(1, 0, false, "1 tensor is not in the folder and begins untrained: m0.")]
    [InlineData(3, 1, false,
        "3 tensors are not in the folder and begin untrained: m0, m1, m2. 1 tensor of the folder is not used: u0.")]
    [InlineData(200, 5, false,
        "200 tensors are not in the folder and begin untrained: m0, m1, m2 and 197 more. "
        + "5 tensors of the folder are not used: u0, u1, u2 and 2 more.")]
    [InlineData(0, 0, true, "The folder has no masked-language-model head: it begins untrained.")]
    [InlineData(1, 0, true, "The folder has no masked-language-model head: it begins untrained. "
        + "1 tensor is not in the folder and begins untrained: m0.")]
    public void TheLineCountsAndNamesThree(int missing, int notUsed, bool lacksHead, string expected)
    {
        string[] head = lacksHead ? ["cls.predictions.bias", "cls.predictions.transform.dense.weight"] : [];
        var report = new LoadReport(
            [.. Enumerable.Range(0, missing).Select(i => $"m{i}"), .. head],
            [.. Enumerable.Range(0, notUsed).Select(i => $"u{i}")],
            [])
        {
            LacksHead = lacksHead,
        };
        Assert.Equal(expected, report.ToLine());
    }

    [Theory]
    [InlineData("bert/a/kernel/Adam", "1 tensor of the optimizer (…/Adam)")]
    [InlineData("bert/a/kernel/Adam|bert/a/kernel/Adam_1|cls/a/Momentum|x|y|z",
        "3 tensors of the optimizer (…/Adam, …/Adam_1, …/Momentum), x, y, z")]
    [InlineData("Adam|adam_m|other/kernel/adam_v", "Adam, adam_m, other/kernel/adam_v")]
    public void WhatAnOptimizerKeptIsCounted(string names, string expected)
    {
        var report = new LoadReport([], names.Split('|'), []);
        Assert.Equal($"Not used, because this model has no such part: {expected}.", report.ToSentences()[0]);
    }

    [Fact]
    public void TheLineNamesTheOptimizersTensorsAndTwoMore() => Assert.Equal(
        "5 tensors of the folder are not used: 1 tensor of the optimizer (…/Adam), w, x and 2 more.",
        new LoadReport([], ["bert/a/kernel/Adam", "w", "x", "y", "z"], []).ToLine());

    [Fact]
    public void NamesThatMoveTheCursorAreEscaped()
    {
        var report = new LoadReport(["a\u001B[2J"], ["b\n"], []) { Wrappers = ["c\u0007."] };
        string[] texts = [report.ToLine(), .. report.ToSentences()];
        Assert.Equal(4, texts.Length);
        Every.Item(texts, text => Assert.DoesNotContain(text, char.IsControl));
        Assert.Contains("a\\u001B[2J", report.ToLine());
    }

    [Theory]
    [InlineData("encoder-only", true)]
    [InlineData("gelu", false)]
    [InlineData("untied", false)]
    [InlineData("old-names", false)]
    [InlineData("sharded", false)]
    public void AHeadThatIsMissingIsKnown(string name, bool lacksHead)
    {
        string folder = SharedFiles.Require($"golden/bert/{name}");
        EncoderConfig config = EncoderConfigFile.Load(folder);
        LoadReport report = WeightLoader.Check(folder, new ParameterLayout(config, ModelOutputs.MaskedLanguageModel));
        Assert.Equal(lacksHead, report.LacksHead);
        Assert.Empty(report.Wrappers);
        Assert.False(WeightLoader.Check(folder, new ParameterLayout(config, ModelOutputs.Pooler)).LacksHead);
    }

    [Fact]
    public void OldNamesGiveTheSameValues()
    {
        Dictionary<string, float[]> tensors = Tensors(Small);
        Save(tensors);
        Dictionary<string, float[]> expected = Load(Small, out _);
        Save(tensors.ToDictionary(
            pair => pair.Key
                .Replace("bert.", "")
                .Replace("LayerNorm.weight", "LayerNorm.gamma")
                .Replace("LayerNorm.bias", "LayerNorm.beta"),
            pair => pair.Value));
        Dictionary<string, float[]> actual = Load(Small, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.Equal(expected, actual);
        Assert.Equal(tensors["bert.encoder.layer.0.output.LayerNorm.weight"],
            actual["bert.encoder.layer.0.output.LayerNorm.weight"]);
    }

    [Fact]
    public void ANameOfTodayWinsOverAnOldOne()
    {
        Dictionary<string, float[]> tensors = Tensors(Small);
        tensors["bert.embeddings.LayerNorm.gamma"] = [-1, -1];
        Save(tensors);
        Dictionary<string, float[]> values = Load(Small, out LoadReport report);
        Assert.Equal(["bert.embeddings.LayerNorm.gamma"], report.NotUsed);
        Assert.Equal(tensors["bert.embeddings.LayerNorm.weight"], values["bert.embeddings.LayerNorm.weight"]);
    }

    [Fact]
    public void ATiedDecoderMayBeWrittenOut()
    {
        Dictionary<string, float[]> tensors = Tensors(Small);
        tensors["cls.predictions.decoder.weight"] = tensors["bert.embeddings.word_embeddings.weight"];
        tensors["cls.predictions.decoder.bias"] = tensors["cls.predictions.bias"];
        Save(tensors);
        Load(Small, out LoadReport report);
        Assert.True(report.IsExact);
    }

    [Fact]
    public void ADecoderAloneIsUsedForBoth()
    {
        Dictionary<string, float[]> tensors = Tensors(Small);
        tensors.Remove("bert.embeddings.word_embeddings.weight", out float[]? words);
        tensors.Remove("cls.predictions.bias", out float[]? bias);
        tensors["cls.predictions.decoder.weight"] = words!;
        tensors["cls.predictions.decoder.bias"] = bias!;
        Save(tensors);
        Dictionary<string, float[]> values = Load(Small, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.Equal(words, values["bert.embeddings.word_embeddings.weight"]);
        Assert.Equal(bias, values["cls.predictions.bias"]);
    }

    [Fact]
    public void ATiedDecoderOfOtherValuesIsRefused()
    {
        Dictionary<string, float[]> tensors = Tensors(Small);
        float[] other = [.. tensors["bert.embeddings.word_embeddings.weight"]];
        other[^1]++;
        tensors["cls.predictions.decoder.weight"] = other;
        Save(tensors);
        var error = Assert.Throws<ClozeException>(() => Load(Small, out _));
        Assert.Equal(
            $"{_folder.File("model.safetensors")}: \"cls.predictions.decoder.weight\" differs from " +
            "\"bert.embeddings.word_embeddings.weight\", expected the same values, because config.json ties the " +
            "decoder to the embeddings.",
            error.Message);
        Assert.Contains("tie_word_embeddings", error.Hint);
    }

    [Theory]
    [InlineData("cls.predictions.bias")]
    [InlineData("cls.predictions.decoder.bias")]
    public void AnUntiedDecoderMayShareItsBias(string only)
    {
        EncoderConfig untied = Small with { TieDecoder = false };
        Dictionary<string, float[]> tensors = Tensors(untied);
        tensors.Remove(only == "cls.predictions.bias" ? "cls.predictions.decoder.bias" : "cls.predictions.bias");
        Save(tensors);
        Dictionary<string, float[]> values = Load(untied, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.Equal(tensors[only], values["cls.predictions.bias"]);
        Assert.Equal(tensors[only], values["cls.predictions.decoder.bias"]);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(131_072)]
    public void ALargeParameterComesInStretchesFromItsBeginningToItsEnd(int count)
    {
        EncoderConfig config = Small with { VocabularySize = count / 2 };
        Dictionary<string, float[]> tensors = Tensors(config);
        tensors["cls.predictions.decoder.weight"] = tensors["bert.embeddings.word_embeddings.weight"];
        Save(tensors);
        var words = new List<float>();

        WeightLoader.Load(
            _folder.Path,
            new ParameterLayout(config, ModelOutputs.MaskedLanguageModel),
            (parameter, first, values) =>
            {
                if (parameter.Name != "bert.embeddings.word_embeddings.weight") return;
                Assert.Equal(words.Count, first);
                words.AddRange(values);
            });

        Assert.Equal(tensors["bert.embeddings.word_embeddings.weight"], words);
    }

    [Fact]
    public void AnUntiedDecoderNeedsItsWeight()
    {
        EncoderConfig untied = Small with { TieDecoder = false };
        Save(Tensors(Small));
        Load(untied, out LoadReport report);
        Assert.Equal(["cls.predictions.decoder.weight"], report.Missing);
        Assert.True(report.LacksHead);
    }

    [Fact]
    public void AnotherShapeNamesTheTensorAndBothShapes()
    {
        Save(Tensors(Small));
        var error = Assert.Throws<ClozeException>(() => Load(Small with { VocabularySize = 6 }, out _));
        Assert.Equal(
            $"{_folder.Path}: tensor \"bert.embeddings.word_embeddings.weight\" has shape [5, 2] in the file, " +
            "expected [6, 2] by config.json, and 1 more tensors differ.",
            error.Message);
        Assert.Contains("config.json", error.Hint);
        var layout = new ParameterLayout(Small with { TokenTypes = 1 }, ModelOutputs.PreTraining);
        ShapeMismatch mismatch = Assert.Single(WeightLoader.Compare(_folder.Path, layout).Mismatched);
        Assert.Equal("bert.embeddings.token_type_embeddings.weight", mismatch.Name);
        error = Assert.Throws<ClozeException>(() => WeightLoader.Load(_folder.Path, layout, (_, _, _) => { }));
        Assert.EndsWith("expected [1, 2] by config.json.", error.Message);
    }

    private static void CheckReport(string folder, JsonElement expected, ModelOutputs heads)
    {
        var layout = new ParameterLayout(EncoderConfigFile.Load(folder), heads);
        var received = new Dictionary<string, nint>();
        LoadReport report = WeightLoader.Load(folder, layout, (parameter, first, values) =>
        {
            Assert.Equal(received.GetValueOrDefault(parameter.Name), first);
            received[parameter.Name] = first + values.Length;
        });
        Assert.Equal(Strings(expected.GetProperty("missing")), report.Missing);
        Assert.Equal(Strings(expected.GetProperty("not_used")), report.NotUsed);
        Assert.Equal(Strings(expected.GetProperty("mismatched")), report.Mismatched.Select(tensor => tensor.Name));
        Assert.Equal(layout.Parameters.Select(parameter => parameter.Name).Except(report.Missing), received.Keys);
        Every.Item(received, pair => Assert.Equal(layout[pair.Key].Count, pair.Value));
    }

    /// <summary>The tensors of a model of these sizes, each value another.</summary>
    private static Dictionary<string, float[]> Tensors(EncoderConfig config)
    {
        float next = 0;
        return new ParameterLayout(config, ModelOutputs.PreTraining).Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => Enumerable.Range(0, (int)parameter.Count).Select(_ => next++).ToArray());
    }

    private static string[] Strings(JsonElement list) =>
        [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static IReadOnlyList<long> Shape(string name, int count)
    {
        bool isMatrix = name.EndsWith("weight", StringComparison.Ordinal) && !name.Contains("LayerNorm");
        if (!isMatrix) return [count];
        int columns = name.EndsWith("layer.0.output.dense.weight", StringComparison.Ordinal) ? 3 : 2;
        return [count / columns, columns];
    }

    private void Save(Dictionary<string, float[]> tensors) => SafetensorsWriter.Write(
        _folder.File("model.safetensors"),
        tensors.Select(pair => new TensorSource(
            pair.Key,
            Shape(pair.Key, pair.Value.Length),
            (first, count) => pair.Value.AsSpan((int)first, count))));

    private Dictionary<string, float[]> Load(EncoderConfig config, out LoadReport report)
    {
        var values = new Dictionary<string, float[]>();
        report = WeightLoader.Load(
            _folder.Path,
            new ParameterLayout(config, ModelOutputs.PreTraining),
            (parameter, _, loaded) =>
                values[parameter.Name] = [.. values.GetValueOrDefault(parameter.Name, []), .. loaded]);
        return values;
    }
}
