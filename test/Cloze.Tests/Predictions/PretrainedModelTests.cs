using Cloze.Models;
using Cloze.Predictions;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Predictions;

public sealed class PretrainedModelTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void AFolderGivesTokenizerModelAndReport()
    {
        using var model = PretrainedModel.Load(_run.Start, ModelOutputs.MaskedLanguageModel, 1);
        Assert.True(model.Report.IsExact);
        Assert.Equal(model.Tokenizer.Vocabulary.Count, model.Model.Config.VocabularySize);
        Assert.Equal(1, model.Threads);
        Assert.Equal(_run.Start, model.Folder);
    }

    [Fact]
    public void AVocabularyLargerThanTheModelIsRefused()
    {
        File.Delete(Path.Combine(_run.Start, "tokenizer.json"));
        File.AppendAllText(Path.Combine(_run.Start, "vocab.txt"), "zebra\n");
        var error = Assert.Throws<ClozeException>(
            () => PretrainedModel.Load(_run.Start, ModelOutputs.MaskedLanguageModel, 1));
        Assert.Contains("config.json says vocab_size", error.Message);
    }
}
