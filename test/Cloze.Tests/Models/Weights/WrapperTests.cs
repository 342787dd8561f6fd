using Cloze.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Names of tensors inside what training programs put round a model.</summary>
public sealed class WrapperTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    [InlineData("bert.")]
    [InlineData("module._orig_mod.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("module.module.")]
    [InlineData("model.bert.")]
    [InlineData("bert.model.module.")]
    [InlineData("_fsdp_wrapped_module.model.")]
    public void AWrapperRoundTheModelComesOff(string wrapper)
    {
        float[] expected = _run.Weights(_run.Start);
        WeightFile.Rename(_run.Start, name => wrapper + name);
        Assert.Equal(expected, _run.Weights(_run.Start));
        LoadReport report = Compare();
        Assert.True(report.IsExact);
        Assert.False(report.LacksHead);
        Assert.Equal([wrapper], report.Wrappers);
        Assert.Contains($"Left off the names of tensors: {wrapper}.", report.ToSentences());
        Assert.Equal($"Left off the names of tensors: {wrapper}.", report.ToLine());
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("model.")]
    public void AWrapperRoundAnEncoderSavedAloneComesOff(string wrapper)
    {
        WeightFile.Rename(
            _run.Start,
            name => name.StartsWith("bert.", StringComparison.Ordinal) ? wrapper + name["bert.".Length..] : null);
        LoadReport report = Compare();
        Assert.Equal([wrapper], report.Wrappers);
        Assert.True(report.LacksHead);
        Every.Item(report.Missing, name => Assert.StartsWith("cls.predictions.", name));
        Assert.Empty(report.NotUsed);
    }

    [Theory]
    [InlineData("bert._orig_mod.", "_orig_mod.")]
    [InlineData("bert.module.", "module.")]
    [InlineData("model.bert._orig_mod.", "model.bert._orig_mod.")]
    public void AWrapperRoundTheEncoderComesOff(string beginning, string wrapper)
    {
        float[] expected = _run.Weights(_run.Start);
        WeightFile.Rename(
            _run.Start,
            name => name.StartsWith("bert.", StringComparison.Ordinal) ? beginning + name["bert.".Length..] : name);
        Assert.Equal(expected, _run.Weights(_run.Start));
        Assert.Equal([wrapper], Compare().Wrappers);
    }

    [Theory]
    [InlineData("_orig_mod.")]
    [InlineData("_checkpoint_wrapped_module.")]
    public void AWrapperRoundALayerComesOff(string wrapper)
    {
        float[] expected = _run.Weights(_run.Start);
        WeightFile.Rename(_run.Start, name => name.Replace("layer.0.", $"layer.0.{wrapper}"));
        Assert.Equal(expected, _run.Weights(_run.Start));
        Assert.Equal([wrapper], Compare().Wrappers);
    }

    [Theory]
    [InlineData("bert.embeddings.LayerNorm.gamma", "bert.embeddings.LayerNorm.weight", "")]
    [InlineData("module.bert.embeddings.LayerNorm.beta", "bert.embeddings.LayerNorm.bias", "module.")]
    [InlineData("encoder.layer.0.output.dense.bias", "bert.encoder.layer.0.output.dense.bias", "")]
    [InlineData("bert.cls.predictions.bias", "cls.predictions.bias", "bert.")]
    [InlineData("cls.predictions.bias", "cls.predictions.bias", "")]
    [InlineData("model.bert.pooler.dense.bias", "bert.pooler.dense.bias", "model.")]
    [InlineData("roberta.embeddings.word_embeddings.weight", "roberta.embeddings.word_embeddings.weight", "")]
    [InlineData("model.lm_head.bias", "model.lm_head.bias", "")]
    [InlineData("bert.adapter.weight", "bert.adapter.weight", "")]
    [InlineData("", "", "")]
    [InlineData("model.", "model.", "")]
    public void ANameIsTheModelsOrStays(string fileName, string modelName, string wrapper)
    {
        WeightNames names = ModelFamilies.Get("bert").Names;
        Assert.Equal(modelName, names.ModelName(fileName));
        Assert.Equal(wrapper, names.WrapperOf(fileName));
    }

    [Fact]
    public void OfTwoCopiesTheOneWithoutAWrapperIsUsedAndTheOtherSaid()
    {
        float[] expected = _run.Weights(_run.Start);
        const string twin = "model.bert.embeddings.LayerNorm.weight";
        WeightFile.AddTensor(_run.Start, twin, [8], -1);
        LoadReport report = Compare();
        Assert.Equal([twin], report.NotUsed);
        Assert.Empty(report.Wrappers);
        Assert.Equal(expected, Weights());
    }

    [Fact]
    public void CountersOfPositionsAreNotMissedInAWrapperEither()
    {
        WeightFile.AddTensor(_run.Start, "bert.embeddings.position_ids", [16], 0);
        WeightFile.Rename(_run.Start, name => "module." + name);
        Assert.True(Compare().IsExact);
    }

    [Fact]
    public void AFolderOfWhichNothingFitsIsRefusedWithNames()
    {
        WeightFile.Rename(_run.Start, name => "roberta." + name);
        ParameterLayout layout = Layout();
        Action check = () => WeightLoader.Check(_run.Start, layout);
        Action load = () => WeightLoader.Load(_run.Start, layout, (_, _, _) => { });
        foreach (Action open in (Action[])[check, load])
        {
            var error = Assert.Throws<ClozeException>(open);
            Assert.Equal(
                $"{_run.Start}: none of its {layout.Parameters.Count} tensors is one of the model's, the first are "
                + "\"roberta.bert.embeddings.LayerNorm.bias\", \"roberta.bert.embeddings.LayerNorm.weight\", "
                + "\"roberta.bert.embeddings.position_embeddings.weight\"; expected "
                + "\"bert.embeddings.word_embeddings.weight\", \"bert.embeddings.position_embeddings.weight\", "
                + "\"bert.embeddings.token_type_embeddings.weight\" and others.",
                error.Message);
            Assert.Contains("module.", error.Hint);
        }
    }

    [Fact]
    public void AHeadWithoutAnEncoderIsRefused()
    {
        WeightFile.Rename(_run.Start, name => name.StartsWith("cls.", StringComparison.Ordinal) ? name : null);
        Assert.Contains(
            "none of its 5 tensors is one of the model's",
            Assert.Throws<ClozeException>(() => WeightLoader.Check(_run.Start, Layout())).Message);
    }

    private ParameterLayout Layout() => new(EncoderConfigFile.Load(_run.Start), ModelOutputs.MaskedLanguageModel);

    private LoadReport Compare() => WeightLoader.Compare(_run.Start, Layout());

    private float[] Weights()
    {
        ParameterLayout layout = Layout();
        float[] weights = new float[layout.Length];
        WeightLoader.Load(_run.Start, layout, (parameter, first, values) =>
            values.CopyTo(weights.AsSpan((int)parameter.Offset + first)));
        return weights;
    }
}
