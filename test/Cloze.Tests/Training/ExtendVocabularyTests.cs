using Cloze.Inference;
using Cloze.Models;
using Cloze.Text;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A model continued with words of the corpus that its vocabulary lacked.</summary>
public sealed class ExtendVocabularyTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly Vocabulary _before;

    public ExtendVocabularyTests()
    {
        // "a", "dog" and the like are pieces; "tree" becomes a word of two.
        string[] pieces = [.. Tokenizer.Load(_run.Start).Vocabulary.Pieces];
        pieces[Array.IndexOf(pieces, "tree")] = "tr";
        pieces[Array.IndexOf(pieces, "river")] = "##ee";
        _before = Vocabulary.Create(pieces);
        Tokenizer.Create(_before).Save(_run.Start);
    }

    [Fact]
    public void TheFolderIsValidAndTheNewWordsArePieces()
    {
        var observer = new RecordingObserver();
        TrainingResult result = _run.Run(_run.Options(3) with { ExtendVocabulary = 10 }, observer);

        int count = _before.Count + 1;
        Assert.Contains(
            "1 word of the text is a piece of its own now: tree.", observer.Messages);
        Assert.Equal(count, File.ReadAllLines(Path.Combine(result.Model, "vocab.txt")).Length);
        Assert.Equal(count, EncoderConfigFile.Load(result.Model).VocabularySize);
        using MaskedLanguageModel model = MaskedLanguageModel.Load(result.Model, threads: 1);
        Assert.True(model.Report.IsExact);
        Assert.Equal(count, model.Tokenizer.Vocabulary.Count);
        Assert.Contains("tree", model.Fill("a dog sees a [MASK]", new() { TopK = count }).Select(word => word.Token));
    }

    [Fact]
    public void TheNewWordStartsAsTheMeanOfItsPieces()
    {
        TrainingResult result = _run.Run(_run.Options(1) with { ExtendVocabulary = 10, LearningRate = 1e-9f });

        float[] words = Words(result.Model), old = Words(_run.Start);
        _before.TryGetId("tr", out int tr);
        _before.TryGetId("##ee", out int ee);
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal((old[(tr * 8) + i] + old[(ee * 8) + i]) / 2, words[(_before.Count * 8) + i], 1e-6);
        }

        Assert.Equal(old, words[..old.Length].Select((value, i) => Math.Abs(value - old[i]) < 1e-6 ? old[i] : value));
    }

    [Fact]
    public void TheRunGoesOnWithTheSameBits()
    {
        TrainingOptions options = _run.Options(12) with { ExtendVocabulary = 10 };
        byte[] straight = File.ReadAllBytes(Path.Combine(_run.Run(options).Model, "model.safetensors"));
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 5) interruption.Cancel();
            },
        };
        string parts = Path.Combine(_run.Path, "parts");
        _run.Run(options with { Output = parts }, observer, new Reference.ReferenceBackend(), interruption.Token);
        _run.Run(new TrainingOptions { Output = parts, Resume = true });
        Assert.Equal(straight, File.ReadAllBytes(Path.Combine(parts, "model.safetensors")));
    }

    [Fact]
    public void ANewModelLearnsItsOwnVocabulary()
    {
        ClozeException error = Assert.Throws<ClozeException>(
            () => new TrainingOptions { ExtendVocabulary = 5 }.Validate());
        Assert.Equal("`extend_vocabulary` is for a model that is continued, but there is no `from`.", error.Message);
        Assert.Equal("Name the model's folder as `from`, or leave `extend_vocabulary` out.", error.Hint);
    }

    public void Dispose() => _run.Dispose();

    private static float[] Words(string folder)
    {
        var layout = new ParameterLayout(EncoderConfigFile.Load(folder), ModelOutputs.MaskedLanguageModel);
        ParameterSpec words = layout["bert.embeddings.word_embeddings.weight"];
        float[] values = new float[words.Count];
        WeightLoader.Load(folder, layout, (parameter, first, stretch) =>
        {
            if (parameter == words) stretch.CopyTo(values.AsSpan(first));
        });
        return values;
    }
}
