using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Measurement;

/// <summary>The likeliest word at rows of a batch, the logits taken in blocks of rows.</summary>
internal sealed class LikeliestWords(EncoderInference inference, int vocabulary, int rowCapacity)
{
    private const int BlockRows = 32;
    private readonly float[] _logits = new float[Math.Min(BlockRows, rowCapacity) * vocabulary];
    private readonly int[] _words = new int[rowCapacity];
    private readonly int[] _places = [.. Enumerable.Range(0, rowCapacity)];

    /// <summary>Encodes a batch and finds the likeliest word at each of the rows.</summary>
    public ReadOnlySpan<int> Predict(TokenBatch batch, ReadOnlySpan<int> rows)
    {
        inference.EncodeRows(batch, rows);
        for (int start = 0; start < rows.Length; start += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.Length - start);
            inference.Logits(_places.AsSpan(start, count), _logits.AsSpan(0, count * vocabulary));
            for (int row = 0; row < count; row++) _words[start + row] = IndexOfGreatest(Row(row));
        }

        return _words.AsSpan(0, rows.Length);
    }

    /// <summary>
    /// Compares the losses of the fused cross entropy with those computed from the logits in double precision, and with
    /// those of the last sequence when it is alone.
    /// </summary>
    /// <exception cref="ClozeException">They differ.</exception>
    public void Verify(TokenBatch batch)
    {
        float[] losses = new float[batch.MaskedCount];
        inference.Score(batch, losses, []);
        inference.Encode(batch);
        for (int i = 0; i < losses.Length; i++)
        {
            inference.Logits(batch.MaskedRows.Slice(i, 1), Row(0));
            Verification.Near($"the loss of masked row {i}", Loss(Row(0), batch.Labels[i]), losses[i], 1e-3);
        }

        TokenBatch alone = LastSequence(batch);
        if (alone.MaskedCount == 0) return;
        float[] aloneLosses = new float[alone.MaskedCount];
        inference.Score(alone, aloneLosses, []);
        for (int i = 1; i <= aloneLosses.Length; i++)
        {
            Verification.Near("a loss of the last sequence alone", losses[^i], aloneLosses[^i], 1e-3);
        }
    }

    internal static int IndexOfGreatest(ReadOnlySpan<float> values) => values.IndexOf(Softmax.Largest(values));

    private Span<float> Row(int row) => _logits.AsSpan(row * vocabulary, vocabulary);

    private static double Loss(ReadOnlySpan<float> logits, int label) => Softmax.LogSumExp(logits) - logits[label];

    private static TokenBatch LastSequence(TokenBatch batch)
    {
        int start = batch.Starts[^2];
        int before = batch.MaskedRows.ToArray().Count(row => row < start);
        int[] positions = [.. batch.MaskedRows[before..].ToArray().Select(row => row - start)];
        var alone = new TokenBatch(batch.TokenCount - start, 1, positions.Length);
        alone.Add(batch.Ids[start..], batch.Types[start..], positions, batch.Labels[before..]);
        return alone;
    }
}
