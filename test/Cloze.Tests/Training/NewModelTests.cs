using Cloze.Inference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Runs from nothing on the processor: the vocabulary, the first weights and the model are all new.</summary>
public sealed class NewModelTests : IDisposable
{
    private const int VocabularySize = 150;

    private readonly TemporaryFolder _folder = new();

    public NewModelTests() => File.WriteAllText(Corpus, string.Join("\n\n", Sentences(300)));

    private string Corpus => _folder.File("corpus.txt");

    [Theory]
    [InlineData(Preset.Tiny, InitializationKind.Corpus, "bert")]
    [InlineData(Preset.Tiny, InitializationKind.Random, "bert")]
    [InlineData(Preset.TinyModern, InitializationKind.Corpus, "modernbert")]
    [InlineData(Preset.TinyModern, InitializationKind.Random, "modernbert")]
    public void A_new_model_is_trained_and_opens(Preset preset, InitializationKind start, string modelType)
    {
        var observer = new RecordingObserver();

        TrainingResult result = TrainingRun.Run(
            Options("model", 5) with { Preset = preset, Initialization = start },
            observer,
            TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5], observer.Steps.Select(step => step.Position.Step));
        Every.Item(observer.Steps, step => Assert.InRange(step.Loss, 0.1, 2 * Math.Log(VocabularySize)));
        Assert.InRange(result.Evaluation!.Loss, 0.1, 2 * Math.Log(VocabularySize));
        Assert.Equal(result.Baseline.MaskHash, result.Evaluation.MaskHash);
        using MaskedLanguageModel model = MaskedLanguageModel.Load(result.Model, threads: 1);
        Assert.True(model.Report.IsExact);
        Assert.Equal((modelType, VocabularySize), (model.Config.ModelType, model.Config.VocabularySize));
        Assert.Equal(VocabularySize, model.Tokenizer.Vocabulary.Count);
        Assert.NotEmpty(model.Fill("bado [MASK] kipe"));
    }

    [Fact]
    public void The_start_from_the_corpus_is_near_the_frequencies_and_the_random_one_near_chance()
    {
        (double corpus, double frequencies) = FirstLoss(InitializationKind.Corpus);
        (double random, _) = FirstLoss(InitializationKind.Random);

        Assert.InRange(corpus, frequencies - 2, frequencies + 0.5);
        Assert.InRange(random, Math.Log(VocabularySize) - 0.5, Math.Log(VocabularySize) + 0.5);
        Assert.True(corpus < random - 0.2, $"The corpus start has the loss {corpus}, the random one {random}.");
    }

    [Theory]
    [InlineData(Preset.Tiny, InitializationKind.Corpus)]
    [InlineData(Preset.Tiny, InitializationKind.Random)]
    [InlineData(Preset.TinyModern, InitializationKind.Corpus)]
    public void One_thread_and_two_give_the_same_bits(Preset preset, InitializationKind start)
    {
        TrainingOptions options = Options("one", 5) with { Preset = preset, Initialization = start };
        byte[] one = Train(options);
        byte[] two = Train(options with { Output = _folder.File("two"), Threads = 2 });

        Assert.Equal(one, two);
    }

    [Theory]
    [InlineData(Preset.Tiny, false)]
    [InlineData(Preset.TinyModern, false)]
    [InlineData(Preset.TinyModern, true)]
    public void Forty_steps_are_seventeen_an_interruption_and_twenty_three(Preset preset, bool recompute)
    {
        TrainingOptions options = Options("straight", 40) with { Preset = preset, Dropout = 0.1f };
        byte[] expected = Train(options);
        using var interruption = new CancellationTokenSource();
        var observer = new RecordingObserver
        {
            AfterStep = step =>
            {
                if (step == 17) interruption.Cancel();
            },
        };

        TrainingResult first = TrainingRun.Run(
            options with { Output = _folder.File("parts"), Recompute = recompute }, observer, interruption.Token);
        byte[] actual = Train(new TrainingOptions { Output = _folder.File("parts"), Resume = true });

        Assert.True(first.IsInterrupted);
        Assert.Equal(17, first.Position.Step);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_cased_vocabulary_keeps_capitals_and_accents()
    {
        File.WriteAllText(Corpus, string.Join("\n\n", Sentences(300).Select(text => "Été " + text)));
        TrainingResult result = TrainingRun.Run(
            Options("cased", 1) with { Cased = true }, new RecordingObserver(), TestContext.Current.CancellationToken);

        using MaskedLanguageModel model = MaskedLanguageModel.Load(result.Model, threads: 1);
        Assert.False(model.Tokenizer.Options.LowerCase);
        Assert.Equal("Été", model.Tokenizer.Decode([.. model.Tokenizer.Encode("Été").InputIds]));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The loss of the first batch, and the one that word frequencies give.</summary>
    private (double Loss, double Frequencies) FirstLoss(InitializationKind start)
    {
        var observer = new RecordingObserver();
        TrainingOptions options = Options(start.ToString(), 1) with { Initialization = start, BatchTokens = 2048 };
        TrainingResult result = TrainingRun.Run(options, observer, TestContext.Current.CancellationToken);
        return (observer.Steps[0].Loss, result.Baseline.Loss);
    }

    private byte[] Train(TrainingOptions options)
    {
        TrainingResult result = TrainingRun.Run(
            options, new RecordingObserver(), TestContext.Current.CancellationToken);
        Assert.False(result.IsInterrupted);
        return File.ReadAllBytes(Path.Combine(result.Model, "model.safetensors"));
    }

    private TrainingOptions Options(string output, int steps) => new()
    {
        Data = [Corpus],
        Output = _folder.File(output),
        VocabularySize = VocabularySize,
        Steps = steps,
        BatchTokens = 128,
        SequenceLength = 32,
        Seed = 5,
        Threads = 1,
    };

    /// <summary>Sentences of words of two syllables, some of them much more frequent than others.</summary>
    private static IEnumerable<string> Sentences(int count)
    {
        string[] syllables =
            [.. from consonant in "bdfgklmnprst" from vowel in "aeiou" select $"{consonant}{vowel}"];
        for (int sentence = 0; sentence < count; sentence++)
        {
            var random = new KeyedRandom(1, RandomPurpose.Weights, 7, (ulong)sentence);
            var words = new string[8];
            for (int i = 0; i < words.Length; i++)
            {
                int first = random.NextInteger(1 + random.NextInteger(syllables.Length));
                words[i] = syllables[first] + syllables[(first * 7 + random.NextInteger(3)) % syllables.Length];
            }

            yield return string.Join(' ', words);
        }
    }
}
