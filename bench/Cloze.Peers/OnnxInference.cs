using Cloze.Benchmarks;
using Cloze.Measurement;
using Microsoft.ML.OnnxRuntime;

namespace Cloze.Peers;

/// <summary>
/// ONNX Runtime, float32, on a padded batch: logits at every position, into memory that is kept between the calls.
/// </summary>
internal static class OnnxInference
{
    private static readonly string[] _outputs = ["logits"];

    public static object Run(Arguments arguments)
    {
        int count = arguments.Number("--batch", 1);
        int[] lengths = arguments.Flag("--ragged")
            ? BatchLengths.Ragged(count, BatchLengths.Longest)
            : BatchLengths.Full(count, BatchLengths.Longest);
        int threads = arguments.Number("--threads", Environment.ProcessorCount);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        using var session = new InferenceSession(arguments.Text("--model"), options);
        double seconds = Measure(session, lengths, arguments.Number("--steps", 9));
        double tokens = lengths.Sum();
        return new
        {
            Peer = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
            Threads = threads,
            RealTokens = tokens,
            SecondsMedian = seconds,
            RealTokensPerSecond = tokens / seconds,
        };
    }

    private static double Measure(InferenceSession session, int[] lengths, int steps)
    {
        int width = lengths.Max();
        long[] shape = [lengths.Length, width], outputShape = [lengths.Length, width, BatchLengths.Vocabulary];
        float[] logits = new float[(long)lengths.Length * width * BatchLengths.Vocabulary];
        using OrtValue ids = OrtValue.CreateTensorValueFromMemory(Ids(lengths, width), shape);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(Mask(lengths, width), shape);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(logits, outputShape);
        using OrtValue types = OrtValue.CreateTensorValueFromMemory(new long[lengths.Length * width], shape);
        using var run = new RunOptions();
        string[] names = [.. session.InputNames];
        OrtValue[] inputs = [.. names.Select(name => name switch
        {
            "input_ids" => ids,
            "attention_mask" => mask,
            _ => types,
        })];
        OrtValue[] outputs = [output];
        void Call() => session.Run(run, names, inputs, _outputs, outputs);
        Array.Fill(logits, float.NaN);
        Call();
        if (!logits.All(float.IsFinite)) throw new InvalidOperationException("Not every logit was computed.");
        return RepeatedTime.Measure(Call, new RepeatOptions { WarmUpSeconds = 1, Fewest = steps }).Median;
    }

    private static long[] Ids(int[] lengths, int width)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, lengths.Length * width)
                .Select(_ => (long)random.Next(1000, BatchLengths.Vocabulary)),
        ];
    }

    private static long[] Mask(int[] lengths, int width) =>
        [.. lengths.SelectMany(length => Enumerable.Range(0, width).Select(i => i < length ? 1L : 0L))];
}
