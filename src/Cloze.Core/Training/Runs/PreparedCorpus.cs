using Cloze.Data;
using Cloze.Masking;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>A corpus cut into sequences of pieces, with the tokenizer that did it.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Pieces">Its vocabulary as data see it.</param>
/// <param name="Training">The sequences trained on.</param>
/// <param name="HeldOut">The sequences held out.</param>
/// <param name="Summary">What they amount to.</param>
internal sealed record PreparedCorpus(
    Tokenizer Tokenizer, PieceTable Pieces, ISequenceSource Training, ISequenceSource HeldOut, CorpusSummary Summary)
    : IDisposable
{
    /// <summary>The same as sentences; null where the objective has no pairs.</summary>
    public CorpusSentences? Sentences { get; init; }

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
        Sentences?.Dispose();
    }
}
