using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Doctor;

/// <summary>A sample of the corpus, cut into pieces and sequences as a run would do it.</summary>
internal sealed class SampleTokens : IDisposable
{
    private SampleTokens(
        Tokenizer tokenizer, bool isTrained, EncoderConfig? model, TokenStore training, TokenStore heldOut)
    {
        Tokenizer = tokenizer;
        IsTrained = isTrained;
        Model = model;
        Pieces = PieceTable.From(tokenizer);
        Training = training;
        HeldOut = heldOut;
    }

    /// <summary>The model's tokenizer, or one that was trained on the sample.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Whether its vocabulary was learned from the sample.</summary>
    public bool IsTrained { get; }

    /// <summary>The sizes of the model that is continued from; null for a new one.</summary>
    public EncoderConfig? Model { get; }

    /// <summary>Its vocabulary as data see it.</summary>
    public PieceTable Pieces { get; }

    /// <summary>Sequences that would be trained on.</summary>
    public TokenStore Training { get; }

    /// <summary>Sequences that would be held out.</summary>
    public TokenStore HeldOut { get; }

    /// <summary>Cuts a sample.</summary>
    /// <param name="texts">The documents.</param>
    /// <param name="options">Names the model, or the size of a new vocabulary.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ClozeException">The model's folder cannot be used, or the texts give no token.</exception>
    public static SampleTokens Cut(
        IReadOnlyList<string> texts, DoctorOptions options, CancellationToken cancellation)
    {
        EncoderConfig? model = options.Model is { } folder ? EncoderFolder.ReadConfig(folder) : null;
        var split = new DocumentSplit(
            () => texts.Select(text => new Document(text, "")), share: texts.Count > 1 ? HeldOutShare : 0);
        string[] training = [.. split.Training(cancellation)];
        Tokenizer tokenizer = options.Model is { } path
            ? Tokenizer.Load(path)
            : Train(training, options, cancellation);
        TokenStore store = Build(training, tokenizer, model, options, cancellation);
        try
        {
            TokenStore heldOut = Build(split.HeldOutTexts(cancellation), tokenizer, model, options, cancellation);
            return new SampleTokens(tokenizer, options.Model is null, model, store, heldOut);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }

    private static double HeldOutShare => Data.HeldOut.DefaultShare;

    private static Tokenizer Train(string[] texts, DoctorOptions options, CancellationToken cancellation) =>
        VocabularyTraining.Learn(
            options.VocabularyKind,
            texts,
            options.VocabularySize,
            new TokenizerOptions { LowerCase = !options.Cased },
            options.ThreadCount,
            cancellation);

    private static TokenStore Build(
        IEnumerable<string> texts,
        Tokenizer tokenizer,
        EncoderConfig? model,
        DoctorOptions options,
        CancellationToken cancellation)
    {
        Recipe recipe = model is null ? Recipe.For(options.Preset) : Recipe.Continuing(model);
        return TokenStoreBuilder.BuildInMemory(
            texts,
            (text, ids) => tokenizer.AppendIds(text, ids),
            PieceTable.From(tokenizer),
            new TokenStoreOptions { SequenceLength = recipe.SequenceLength, Threads = options.ThreadCount },
            cancellation);
    }
}
