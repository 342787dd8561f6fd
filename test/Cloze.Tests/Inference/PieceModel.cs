using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Tests.Inference;

/// <summary>A folder with a very small model of random weights whose vocabulary has words of several pieces.</summary>
internal sealed class PieceModel : IDisposable
{
    private static readonly string[] s_words =
        ["the", "cat", "sees", "a", "tree", "un", "walk", "##able", "##ing", "##s", "##believ", "."];

    private readonly TemporaryFolder _folder = new();

    public PieceModel(ModelOutputs outputs = ModelOutputs.MaskedLanguageModel, int maximumPositions = 24)
    {
        string[] pieces = [.. new SpecialTokens().All, .. s_words];
        Tokenizer.Create(Vocabulary.Create(pieces)).Save(Folder);
        var config = new EncoderConfig
        {
            VocabularySize = pieces.Length,
            HiddenSize = 16,
            LayerCount = 2,
            AttentionHeadCount = 2,
            InnerSize = 32,
            MaximumPositions = maximumPositions,
            InitializerRange = 0.5f,
        };
        using var backend = new CpuBackend(1);
        using var model = new EncoderModel(backend, config, outputs);
        model.InitializeRandomly(3);
        model.Save(Folder);
    }

    public string Folder => _folder.File("model");

    public MaskedLanguageModel Load(int threads = 2) => MaskedLanguageModel.Load(Folder, threads);

    /// <summary>Texts of many lengths, alone and in pairs, with words of one to three pieces.</summary>
    public static TextPair[] Texts(int count) => [.. Enumerable.Range(0, count).Select(Text)];

    public void Dispose() => _folder.Dispose();

    private static TextPair Text(int number)
    {
        string[] words = ["the", "cats", "unbelievable", "walking", "sees", "trees", "a", "untree", "."];
        var random = new KeyedRandom(4, RandomPurpose.Order, 0, (ulong)number);
        IEnumerable<string> some = Enumerable.Range(0, 1 + random.NextInteger(7))
            .Select(_ => words[random.NextInteger(words.Length)]);
        string text = string.Join(' ', some.ToArray());
        return number % 4 == 0 ? new TextPair(text, "unbelievable cats") : text;
    }
}
