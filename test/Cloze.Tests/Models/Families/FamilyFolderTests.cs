using Cloze.Formats;
using Cloze.Models;
using Cloze.Tests.Golden;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Each family's folder as Hugging Face's library wrote it: loaded, reported, saved, loaded again.</summary>
public sealed class FamilyFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families => [.. GoldenCase.Families];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void EveryTensorFindsItsPlace(string name)
    {
        using var golden = new GoldenCase(name);
        var layout = new ParameterLayout(EncoderConfigFile.Load(golden.Folder), ModelOutputs.MaskedLanguageModel);
        LoadReport report = WeightLoader.Check(golden.Folder, layout);
        Assert.True(report.IsExact, string.Join(' ', report.ToSentences()));
        Assert.Equal(golden.Root.GetProperty("tensors_in_checkpoint").GetInt32(), layout.Parameters.Count);
        Assert.Equal(ModelOutputs.MaskedLanguageModel, WeightLoader.FindOutputs(golden.Folder));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void WhatIsSavedHasTheSameTensors(string name)
    {
        using var golden = new GoldenCase(name);
        using var backend = new ReferenceBackend();
        using EncoderModel model = golden.LoadModel(backend);
        model.Save(_folder.Path);
        using var expected = SafetensorsFile.Open(Path.Combine(golden.Folder, "model.safetensors"));
        using var written = SafetensorsFile.Open(_folder.File("model.safetensors"));
        Assert.Equal(NamesOf(expected), NamesOf(written));
        foreach (TensorEntry tensor in expected.Tensors)
        {
            float[] values = new float[tensor.ElementCount], again = new float[tensor.ElementCount];
            expected.ReadSingles(tensor, values);
            written.ReadSingles(written.Get(tensor.Name), again);
            Assert.Equal(tensor.Shape, written.Get(tensor.Name).Shape);
            Assert.Equal(values, again);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void AnEncoderSavedAloneLacksItsHead(string name)
    {
        using var golden = new GoldenCase(name);
        EncoderConfig config = EncoderConfigFile.Load(golden.Folder);
        using var backend = new ReferenceBackend();
        using (EncoderModel encoder = EncoderModel.Load(golden.Folder, backend, ModelOutputs.None, out _))
        {
            encoder.Save(_folder.Path);
        }

        // As the library saves an encoder: without its own module in front.
        string prefix = config.Family.Names.Prefix;
        WeightFile.Rename(_folder.Path, tensor => tensor[prefix.Length..]);
        var layout = new ParameterLayout(config, ModelOutputs.MaskedLanguageModel);
        LoadReport report = WeightLoader.Check(_folder.Path, layout);
        Assert.True(report.LacksHead);
        Assert.Empty(report.NotUsed);
        Assert.NotEmpty(report.Missing);
        Every.Item(report.Missing, missing => Assert.True(ModelFamilies.IsOfHead(missing), missing));
        Assert.Equal(ModelOutputs.None, WeightLoader.FindOutputs(_folder.Path));
    }

    [Fact]
    public void AModernBertWhoseDecoderHasNoBiasIsLoadedAndSaved()
    {
        EncoderConfig config = FamilyModels.Of("modernbert", TinyModel.Config with { HiddenSize = 8 });
        config = config with { PreNorm = config.PreNorm! with { HasDecoderBias = false } };
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, config, ModelOutputs.MaskedLanguageModel);
        model.Save(_folder.Path);
        Assert.Equal(ModelOutputs.MaskedLanguageModel, WeightLoader.FindOutputs(_folder.Path));
        Assert.Equal(config, EncoderConfigFile.Load(_folder.Path));
        using (var file = SafetensorsFile.Open(_folder.File("model.safetensors")))
        {
            Assert.DoesNotContain("decoder.bias", NamesOf(file));
        }

        // The same with a bias of zeros gives the same.
        using EncoderModel again = EncoderModel.Load(
            _folder.Path, backend, ModelOutputs.MaskedLanguageModel, out LoadReport report);
        Assert.True(report.IsExact);
        EncoderConfig biased = config with { PreNorm = config.PreNorm! with { HasDecoderBias = true } };
        EncoderConfigFile.Save(_folder.Path, biased, ModelOutputs.MaskedLanguageModel);
        WeightFile.AddTensor(_folder.Path, "decoder.bias", [config.VocabularySize], 0);
        using EncoderModel zero = EncoderModel.Load(
            _folder.Path, backend, ModelOutputs.MaskedLanguageModel, out report);
        Assert.True(report.IsExact);
        Assert.Equal(Loss(zero), Loss(again));
    }

    private static double Loss(EncoderModel model)
    {
        using var training = new EncoderTraining(model, 8, 3, 3);
        return training.ForwardBackward(TinyModel.Batch(), 1, 1).Total;
    }

    [Theory]
    [InlineData("roberta", "lm_head.decoder.weight", "lm_head.decoder.bias")]
    [InlineData("distilbert", "vocab_projector.weight", null)]
    [InlineData("electra", "generator_lm_head.weight", null)]
    public void ATiedDecoderMayBeWrittenOut(string name, string weight, string? bias)
    {
        using var golden = new GoldenCase(name);
        using var backend = new ReferenceBackend();
        using EncoderModel model = golden.LoadModel(backend);
        model.Save(_folder.Path);
        float[] words = TinyModel.Download(backend, model.Weights.Decoder.Weight);
        int width = model.Config.EmbeddingSize;
        WeightFile.AddTensor(_folder.Path, weight, [words.Length / width, width], words);
        if (bias is not null)
        {
            float[] values = TinyModel.Download(backend, model.Weights.Decoder.Bias);
            WeightFile.AddTensor(_folder.Path, bias, [values.Length], values);
        }

        Assert.True(WeightLoader.Check(_folder.Path, model.Layout).IsExact);
        using EncoderModel again = EncoderModel.Load(
            _folder.Path, backend, ModelOutputs.MaskedLanguageModel, out LoadReport report);
        Assert.True(report.IsExact);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void ADecoderOfItsOwnIsSavedAndRead(string name)
    {
        using var golden = new GoldenCase(name);
        EncoderConfig config = EncoderConfigFile.Load(golden.Folder) with { TieDecoder = false };
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, config, ModelOutputs.MaskedLanguageModel);
        model.Save(_folder.Path);
        using EncoderModel loaded = EncoderModel.Load(
            _folder.Path, backend, ModelOutputs.MaskedLanguageModel, out LoadReport report);
        Assert.True(report.IsExact);
        Assert.Equal(TinyModel.Download(backend, model.Parameters), TinyModel.Download(backend, loaded.Parameters));
    }

    private static IEnumerable<string> NamesOf(SafetensorsFile file) =>
        file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal);
}
