using Cloze.Models;
using Cloze.Tests.Golden;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Which heads a folder is opened with where it is to predict.</summary>
public sealed class FindPredictionsTests
{
    [Theory]
    [InlineData(ModelOutputs.PreTraining, ModelOutputs.PreTraining)]
    [InlineData(ModelOutputs.MaskedLanguageModel | ModelOutputs.Pooler, ModelOutputs.MaskedLanguageModel)]
    [InlineData(ModelOutputs.MaskedLanguageModel, ModelOutputs.MaskedLanguageModel)]
    public void TheNextSentenceHeadIsTakenWhereItIsWhole(ModelOutputs saved, ModelOutputs expected)
    {
        using var folder = new TemporaryFolder();
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config, saved);
        model.Save(folder.Path);
        Assert.Equal(expected, WeightLoader.FindPredictions(folder.Path, TinyModel.Config));
    }

    [Fact]
    public void AHeadOfAnotherSizeIsNotTaken()
    {
        using var folder = new TemporaryFolder();
        using var backend = new ReferenceBackend();
        using EncoderModel model = TinyModel.Create(backend, TinyModel.Config);
        model.Save(folder.Path);
        EncoderConfig wider = TinyModel.Config with { HiddenSize = 8 };
        Assert.Equal(ModelOutputs.MaskedLanguageModel, WeightLoader.FindPredictions(folder.Path, wider));
    }

    [Theory]
    [InlineData("gelu", ModelOutputs.PreTraining)]
    [InlineData("old-names", ModelOutputs.PreTraining)]
    [InlineData("sharded", ModelOutputs.PreTraining)]
    [InlineData("mlm-only", ModelOutputs.MaskedLanguageModel)]
    [InlineData("encoder-only", ModelOutputs.MaskedLanguageModel)]
    public void FoldersOfHuggingFaceAreUnderstood(string name, ModelOutputs expected)
    {
        using var golden = new GoldenCase(name);
        Assert.Equal(expected, WeightLoader.FindPredictions(golden.Folder, EncoderConfigFile.Load(golden.Folder)));
    }
}
