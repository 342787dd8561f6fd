using Cloze.Models;
using Cloze.Peers.MiniLm;
using Microsoft.ML.OnnxRuntime;

namespace Cloze.Peers.Exported;

/// <summary>ONNX Runtime on a graph that Cloze exported: a batch is padded to its longest text.</summary>
internal sealed class ExportedSession : IDisposable
{
    private static readonly string[] s_outputs = ["logits"];
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly int _vocabulary;
    private float[] _logits = [];

    public ExportedSession(string path, int vocabulary, int threads)
    {
        _session = new InferenceSession(path, MiniLmSession.Options(threads));
        _vocabulary = vocabulary;
    }

    /// <summary>Logits at the batch's masked rows, <c>[M, V]</c>.</summary>
    public float[] Run(TokenBatch batch)
    {
        Compute(batch);
        return Masked(batch, Lengths(batch).Max());
    }

    /// <summary>Computes logits at every position, into memory that is kept.</summary>
    public void Compute(TokenBatch batch)
    {
        int[] lengths = Lengths(batch);
        int width = lengths.Max(), size = lengths.Length * width * _vocabulary;
        if (_logits.Length < size) _logits = new float[size];
        long[] shape = [lengths.Length, width];
        var values = new Dictionary<string, long[]>
        {
            ["input_ids"] = Padded(batch, width, batch.Ids),
            ["attention_mask"] = [.. lengths.SelectMany(length => Enumerable.Range(0, width).Select(Seen(length)))],
            ["token_type_ids"] = Padded(batch, width, batch.Types),
        };
        OrtValue[] inputs =
            [.. _session.InputNames.Select(name => OrtValue.CreateTensorValueFromMemory(values[name], shape))];
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, _logits.AsMemory(0, size), [.. shape, _vocabulary]);
        _session.Run(_run, [.. _session.InputNames], inputs, s_outputs, [output]);
        foreach (OrtValue input in inputs) input.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static int[] Lengths(TokenBatch batch)
    {
        int[] lengths = new int[batch.SequenceCount];
        for (int s = 0; s < lengths.Length; s++) lengths[s] = batch.Starts[s + 1] - batch.Starts[s];
        return lengths;
    }

    private static Func<int, long> Seen(int length) => i => i < length ? 1 : 0;

    private static long[] Padded(TokenBatch batch, int width, ReadOnlySpan<int> values)
    {
        long[] all = new long[batch.SequenceCount * width];
        for (int s = 0; s < batch.SequenceCount; s++)
        {
            int start = batch.Starts[s];
            for (int i = start; i < batch.Starts[s + 1]; i++) all[(s * width) + i - start] = values[i];
        }

        return all;
    }

    private float[] Masked(TokenBatch batch, int width)
    {
        float[] rows = new float[batch.MaskedCount * _vocabulary];
        int sequence = 0;
        for (int m = 0; m < batch.MaskedCount; m++)
        {
            int row = batch.MaskedRows[m];
            while (batch.Starts[sequence + 1] <= row) sequence++;
            int place = (sequence * width) + row - batch.Starts[sequence];
            _logits.AsSpan(place * _vocabulary, _vocabulary).CopyTo(rows.AsSpan(m * _vocabulary));
        }

        return rows;
    }
}
