using Cloze.Training;

namespace Cloze.Tests.Training;

/// <summary>A small corpus of documents of several sentences, and runs on its pairs.</summary>
internal sealed class PairRun : IDisposable
{
    private const int VocabularySize = 150;
    private readonly TemporaryFolder _folder = new();

    public PairRun() => File.WriteAllText(Corpus, string.Join("\n\n", Documents(40, 12)));

    public string Corpus => _folder.File("corpus.txt");

    /// <summary>A place within the run's folder.</summary>
    public string PathOf(string name) => _folder.File(name);

    public TrainingOptions Options(string output, int steps, TrainingObjective objective) => new()
    {
        Data = [Corpus],
        Output = _folder.File(output),
        Objective = objective,
        VocabularySize = VocabularySize,
        Steps = steps,
        BatchTokens = 128,
        SequenceLength = 32,
        Dropout = 0.1f,
        Seed = 5,
        Threads = 1,
    };

    public static TrainingResult Run(TrainingOptions options, ITrainingObserver? observer = null) =>
        TrainingRun.Run(options, observer ?? new RecordingObserver(), Xunit.TestContext.Current.CancellationToken);

    /// <summary>The bytes of the weights that a run ends with.</summary>
    public static byte[] Weights(TrainingOptions options)
    {
        TrainingResult result = Run(options);
        Xunit.Assert.False(result.IsInterrupted);
        return File.ReadAllBytes(Path.Combine(result.Model, "model.safetensors"));
    }

    public void Dispose() => _folder.Dispose();

    private static string Join(int count, Func<string> next) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => next()));

    /// <summary>Documents of sentences of words of two syllables, each document with words of its own.</summary>
    private static IEnumerable<string> Documents(int count, int sentences)
    {
        string[] syllables = [.. from consonant in "bdfgklmnprst" from vowel in "aeiou" select $"{consonant}{vowel}"];
        for (int document = 0; document < count; document++)
        {
            var random = new KeyedRandom(1, RandomPurpose.Weights, 8, (ulong)document);
            int first = random.NextInteger(syllables.Length - 10);
            string Word() => syllables[first + random.NextInteger(10)] + syllables[first + random.NextInteger(10)];
            string Sentence() => $"Ka {Join(3 + random.NextInteger(4), Word)}.";
            yield return Join(1 + random.NextInteger(sentences), Sentence);
        }
    }
}
