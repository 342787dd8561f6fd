using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

public class AnswerMemoryTests
{
    private const int Pieces = 30_000;

    [Fact]
    public void AnAnswerTakesMemoryOfItsPredictionsAndNotOfTheVocabulary()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("model"));
        using MaskedLanguageModel model = MaskedLanguageModel.Load(folder.File("model"), threads: 1);
        string text = string.Join(' ', Enumerable.Repeat("[MASK]", 20));
        model.FillMasks(text);
        model.FillMasks(text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FillResult result = model.FillMasks(text);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        // 20 masks of five predictions each; the logits would take 2.4 MB.
        Assert.Equal(20, result.Masks.Count);
        Assert.InRange(bytes, 1, 20 * 5 * 2000);
    }

    private static void Write(string folder)
    {
        string[] words = [.. new SpecialTokens().All, .. Enumerable.Range(0, Pieces).Select(i => $"word{i}")];
        Tokenizer.Create(Vocabulary.Create(words)).Save(folder);
        var config = new EncoderConfig
        {
            VocabularySize = words.Length,
            HiddenSize = 8,
            LayerCount = 1,
            AttentionHeadCount = 2,
            InnerSize = 16,
            MaximumPositions = 32,
        };
        using var backend = new CpuBackend(1);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(1);
        model.Save(folder);
    }
}
