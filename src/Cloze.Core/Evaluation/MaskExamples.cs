using Cloze.Data;
using Cloze.Models;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>Fills masks in held-out text, for a person to see what a model has learned.</summary>
internal static class MaskExamples
{
    private const int Candidates = 5;
    private const int ShortestWord = 4;
    private const int ShortestText = 10;
    private const int LongestText = 40;

    /// <summary>
    /// Masks a word in each of a few texts, evenly spread over the held-out part, and predicts it: short texts where
    /// there are some, else those of any length.
    /// </summary>
    public static IReadOnlyList<FilledMask> Fill(
        EncoderModel model, Tokenizer tokenizer, ISequenceSource heldOut, int count)
    {
        using var inference = new EncoderInference(model, heldOut.SequenceLength, 1);
        IReadOnlyList<FilledMask> examples = Fill(inference, tokenizer, heldOut, count, LongestText);
        return examples.Count > 0
            ? examples
            : Fill(inference, tokenizer, heldOut, count, heldOut.SequenceLength);
    }

    private static List<FilledMask> Fill(
        EncoderInference inference, Tokenizer tokenizer, ISequenceSource heldOut, int count, int longest)
    {
        var examples = new List<FilledMask>();
        var ids = new int[heldOut.SequenceLength];
        long next = 0;
        for (long sequence = 0; sequence < heldOut.Count && examples.Count < count; sequence++)
        {
            if (sequence < next) continue;
            Span<int> row = ids.AsSpan(0, heldOut.Read(sequence, ids));
            if (row.Length < ShortestText || row.Length > longest) continue;
            if (ChooseWord(tokenizer, row, sequence) is not int position) continue;
            examples.Add(Fill(inference, tokenizer, row, position));
            next = heldOut.Count * examples.Count / count;
        }

        return examples;
    }

    /// <summary>A position of a whole word of letters; null where there is none.</summary>
    private static int? ChooseWord(Tokenizer tokenizer, ReadOnlySpan<int> ids, long sequence)
    {
        Vocabulary vocabulary = tokenizer.Vocabulary;
        PieceMarks marks = tokenizer.Definition.Marks;
        var words = new List<int>();
        for (int position = 1; position < ids.Length - 1; position++)
        {
            if (vocabulary.IsSpecial(ids[position])) return null;
            string piece = vocabulary[ids[position]], word = marks.TextOf(piece);
            bool isWhole = !marks.Continues(piece)
                && (position + 1 == ids.Length - 1 || !GoesOn(marks, vocabulary[ids[position + 1]]));
            if (isWhole && word.Length >= ShortestWord && word.All(char.IsLetter)) words.Add(position);
        }

        if (words.Count == 0) return null;
        var random = new KeyedRandom(0, RandomPurpose.EvaluationMasks, 0, (ulong)sequence);
        return words[random.NextInteger(words.Count)];
    }

    // Where words are marked at their beginning, a comma goes on, but not with the word.
    private static bool GoesOn(PieceMarks marks, string piece) => marks.Continues(piece)
        && (!marks.IsBeginning || marks.TextOf(piece).Any(char.IsLetterOrDigit));

    private static FilledMask Fill(EncoderInference inference, Tokenizer tokenizer, Span<int> ids, int position)
    {
        int truth = ids[position];
        ids[position] = tokenizer.Vocabulary.MaskId;
        var batch = new TokenBatch(ids.Length, 1, 1);
        batch.Add(ids, [], [position], [truth]);
        inference.Encode(batch);
        var logits = new float[inference.VocabularySize];
        inference.Logits([position], logits);
        double logSumExp = Softmax.LogSumExp(logits);
        ReadOnlySpan<float> words = logits.AsSpan(0, tokenizer.Vocabulary.Count);
        MaskPrediction[] predictions =
        [
            .. Softmax.Best(words, null, Candidates).Select(id => new MaskPrediction(
                Shown(tokenizer, id), (float)Math.Exp(logits[id] - logSumExp))),
        ];
        string text = Sentence(tokenizer, tokenizer.Decode(ids[1..^1], skipSpecialTokens: false));
        return new FilledMask(text, Shown(tokenizer, truth), predictions);
    }

    // Where words are marked at their beginning, the mark is a space, which takes the mask's place with the word.
    private static string Sentence(Tokenizer tokenizer, string text)
    {
        int mask = text.IndexOf(tokenizer.Vocabulary.SpecialTokens.Mask, StringComparison.Ordinal);
        bool joined = tokenizer.Definition.Marks.IsBeginning && mask > 0 && !char.IsWhiteSpace(text[mask - 1]);
        return joined ? text.Insert(mask, " ") : text;
    }

    private static string Shown(Tokenizer tokenizer, int id)
    {
        string piece = tokenizer.Vocabulary[id];
        PieceMarks marks = tokenizer.Definition.Marks;
        return marks.IsBeginning && marks.TextOf(piece) is { Length: > 0 } word ? word : piece;
    }
}
