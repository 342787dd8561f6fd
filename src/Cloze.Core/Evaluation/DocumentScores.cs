namespace Cloze.Evaluation;

/// <summary>Adds up scores document by document, as they come in the text's order.</summary>
/// <param name="text">The text.</param>
/// <param name="sums">The sums of its documents, which get their scores.</param>
internal sealed class DocumentScores(EvaluationText text, TextSums[] sums)
{
    private int _document;
    private int _token;

    /// <summary>Takes the scores of the next masked tokens.</summary>
    public void Add(ReadOnlySpan<float> losses, ReadOnlySpan<int> ranks)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            while (_token >= text.MaskedUpTo(_document)) _document++;
            sums[_document] += new TextSums(losses[i], 0, ranks[i] < 1 ? 1 : 0, ranks[i] < 5 ? 1 : 0, 0, 0);
            _token++;
        }
    }
}
