using Cloze.Data;
using Cloze.Text;

namespace Cloze.Measurement;

/// <summary>What a corpus amounts to in training, found without tokenising all of it.</summary>
/// <param name="Documents">Documents that would be trained on.</param>
/// <param name="HeldOutDocuments">Documents that would be held out.</param>
/// <param name="Characters">UTF-16 characters that would be trained on.</param>
/// <param name="CharactersPerPiece">Of the sample.</param>
/// <param name="Tokens">Tokens of an epoch, [CLS] and [SEP] of each sequence included.</param>
public sealed record CorpusEstimate(
    long Documents, long HeldOutDocuments, long Characters, double CharactersPerPiece, long Tokens)
{
    private const int SpecialTokens = 2;

    /// <summary>
    /// Reads the corpus once and counts its characters. How many of them a word piece has is measured on an evenly
    /// spread sample: a vocabulary is learned from every other document of it and cuts the rest. A corpus no larger
    /// than the sample is counted exactly.
    /// </summary>
    /// <param name="documents">The corpus, held-out documents included.</param>
    /// <param name="options">Vocabulary, sequence length, size of the sample.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ClozeException">The corpus cannot be read, or has no words.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static CorpusEstimate Of(
        IEnumerable<Document> documents, CorpusEstimateOptions options, CancellationToken cancellation = default)
    {
        var sample = new DocumentSample(options.SampleCharacters);
        var lengths = new Dictionary<int, long>();
        long characters = 0, trained = 0, heldOut = 0;
        foreach (Document document in documents)
        {
            cancellation.ThrowIfCancellationRequested();
            if (HeldOut.Contains(document.Text))
            {
                heldOut++;
                continue;
            }

            int length = document.Text.Length;
            trained++;
            characters += length;
            lengths[length] = lengths.GetValueOrDefault(length) + 1;
            sample.Add(document.Text);
        }

        double charactersPerPiece = CountPieces(sample, options, cancellation);
        long tokens = lengths.Sum(
            entry => entry.Value * TokensOf(entry.Key / charactersPerPiece, options.SequenceLength));
        return new CorpusEstimate(trained, heldOut, characters, charactersPerPiece, tokens);
    }

    /// <summary>Tokens of a document of so many pieces, cut into as few sequences as in training.</summary>
    private static long TokensOf(double pieces, int sequenceLength)
    {
        double sequences = Math.Ceiling(pieces / (sequenceLength - SpecialTokens));
        return (long)Math.Round(pieces + (SpecialTokens * sequences));
    }

    private static double CountPieces(
        DocumentSample sample, CorpusEstimateOptions options, CancellationToken cancellation)
    {
        var training = new WordPieceTrainerOptions
        {
            VocabularySize = options.VocabularySize,
            Threads = options.Threads,
        };
        var tokenizer = Tokenizer.Create(
            WordPieceTrainer.Train(sample.ToLearn, training, cancellation: cancellation));
        var ids = new List<int>();
        long pieces = 0, characters = 0;
        foreach (string text in sample.ToCount)
        {
            cancellation.ThrowIfCancellationRequested();
            ids.Clear();
            tokenizer.AppendIds(text, ids);
            pieces += ids.Count;
            characters += text.Length;
        }

        return (double)characters / Math.Max(pieces, 1);
    }
}
