using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Cloze.Peers.MiniLm;

/// <summary>
/// ONNX Runtime on the package's model: a batch is padded to its longest text, and each text's vector is the mean of
/// its tokens', scaled to length 1. Memory for the output is kept between the calls.
/// </summary>
internal sealed class MiniLmSession : IDisposable
{
    private static readonly string[] s_inputs = ["input_ids", "attention_mask", "token_type_ids"];
    private static readonly string[] s_outputs = ["last_hidden_state"];
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private float[] _hidden = [];

    public MiniLmSession(byte[] model, int threads) => _session = new InferenceSession(model, Options(threads));

    /// <summary>Numbers of a vector.</summary>
    public const int Size = 384;

    /// <summary>The settings for any session on this machine.</summary>
    public static SessionOptions Options(int threads) => new()
    {
        IntraOpNumThreads = threads,
        InterOpNumThreads = 1,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
    };

    /// <summary>The vectors of texts, <c>[S, 384]</c>, from their ids.</summary>
    public float[][] Embed(IReadOnlyList<int[]> texts)
    {
        int width = texts.Max(text => text.Length);
        long[] shape = [texts.Count, width], outputShape = [texts.Count, width, Size];
        if (_hidden.Length < texts.Count * width * Size) _hidden = new float[texts.Count * width * Size];
        Memory<float> hidden = _hidden.AsMemory(0, texts.Count * width * Size);
        using OrtValue ids = OrtValue.CreateTensorValueFromMemory(Padded(texts, width, id => id), shape);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(Padded(texts, width, _ => 1), shape);
        using OrtValue types = OrtValue.CreateTensorValueFromMemory(new long[texts.Count * width], shape);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, hidden, outputShape);
        _session.Run(_run, s_inputs, [ids, mask, types], s_outputs, [output]);
        return [.. texts.Select((text, index) => Pool(hidden.Span.Slice(index * width * Size, text.Length * Size)))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static long[] Padded(IReadOnlyList<int[]> texts, int width, Func<int, long> value)
    {
        long[] all = new long[texts.Count * width];
        for (int text = 0; text < texts.Count; text++)
        {
            for (int i = 0; i < texts[text].Length; i++) all[(text * width) + i] = value(texts[text][i]);
        }

        return all;
    }

    private static float[] Pool(ReadOnlySpan<float> tokens)
    {
        float[] mean = new float[Size];
        for (int start = 0; start < tokens.Length; start += Size)
        {
            TensorPrimitives.Add(mean, tokens.Slice(start, Size), mean);
        }

        TensorPrimitives.Divide(mean, TensorPrimitives.Norm(mean), mean);
        return mean;
    }
}
