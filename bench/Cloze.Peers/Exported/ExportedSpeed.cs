using System.Diagnostics;
using Cloze.Benchmarks;
using Cloze.Compute;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Predictions;

namespace Cloze.Peers.Exported;

/// <summary>
/// How fast a model is in Cloze, in float32 and in int8, and its exported graphs in ONNX Runtime, in turns on the same
/// batch: logits at 15 % of the positions, as when words are masked, and at every position, which is all that the
/// graphs can do.
/// </summary>
internal static class ExportedSpeed
{
    private const int MaskedShare = 7;

    // Threads of the one before go on spinning for a while.
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(100);

    /// <summary>A line for each engine and batch.</summary>
    public static IEnumerable<object> Run(Arguments arguments)
    {
        string folder = arguments.Text("--model");
        int threads = arguments.Number("--threads", Environment.ProcessorCount);
        int rounds = arguments.Number("--rounds", 9);
        using PretrainedModel floats = Load(folder, threads, ComputePrecision.Float32);
        using PretrainedModel bytes = Load(folder, threads, ComputePrecision.Int8);
        int longest = Math.Min(BatchLengths.Longest, floats.Model.Config.MaximumPositions);
        int[][] batches = [BatchLengths.Full(1, longest), BatchLengths.Ragged(32, longest)];
        foreach (int[] lengths in batches)
        {
            TokenBatch some = Batch(lengths, MaskedShare, floats.Model.Config.VocabularySize);
            TokenBatch all = Batch(lengths, 1, floats.Model.Config.VocabularySize);
            using var inFloats = new EncoderInference(floats.Model, all.TokenCount, lengths.Length);
            using var inBytes = new EncoderInference(bytes.Model, all.TokenCount, lengths.Length);
            var ways = new List<(string Engine, Action Run)>
            {
                ("Cloze float32, 15 %", Way(inFloats, some)),
                ("Cloze int8, 15 %", Way(inBytes, some)),
                ("Cloze float32, all", Way(inFloats, all)),
                ("Cloze int8, all", Way(inBytes, all)),
            };
            ExportedSession[] sessions =
                [.. Graphs(folder).Select(path => new ExportedSession(path, inFloats.VocabularySize, threads))];
            string[] names = [.. Graphs(folder).Select(path => Path.GetFileName(path))];
            ways.AddRange(names.Zip(sessions, (name, session) => (name, (Action)(() => session.Compute(all)))));
            foreach (object line in Measure(ways, lengths, rounds)) yield return line;
            foreach (ExportedSession session in sessions) session.Dispose();
        }
    }

    private static IEnumerable<object> Measure(List<(string Engine, Action Run)> ways, int[] lengths, int rounds)
    {
        List<double>[] times = [.. ways.Select(_ => new List<double>())];
        foreach ((_, Action run) in ways) run();
        for (int round = 0; round < rounds; round++)
        {
            for (int way = 0; way < ways.Count; way++)
            {
                Thread.Sleep(s_settling);
                long start = Stopwatch.GetTimestamp();
                ways[way].Run();
                times[way].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        for (int way = 0; way < ways.Count; way++)
        {
            double seconds = times[way].Order().ElementAt(rounds / 2);
            yield return new
            {
                ways[way].Engine,
                Sequences = lengths.Length,
                Tokens = lengths.Sum(),
                Milliseconds = 1e3 * seconds,
                TokensPerSecond = lengths.Sum() / seconds,
            };
        }
    }

    private static IEnumerable<string> Graphs(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "onnx"), "*.onnx").Order();

    private static PretrainedModel Load(string folder, int threads, ComputePrecision precision) => PretrainedModel.Load(
        folder,
        ModelOutputs.MaskedLanguageModel,
        new EngineOptions { Threads = threads, Precision = precision });

    private static Action Way(EncoderInference inference, TokenBatch batch)
    {
        float[] logits = new float[batch.MaskedCount * inference.VocabularySize];
        return () =>
        {
            if (batch.MaskedCount < batch.TokenCount) inference.EncodeRows(batch, batch.MaskedRows);
            else inference.Encode(batch);
            int[] first = [.. Enumerable.Range(0, batch.MaskedCount)];
            inference.Logits(first, logits);
        };
    }

    private static TokenBatch Batch(int[] lengths, int step, int vocabulary)
    {
        var random = new Random(1);
        var batch = new TokenBatch(lengths.Sum(), lengths.Length, lengths.Sum());
        foreach (int length in lengths)
        {
            int[] ids = [.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))];
            int[] masked = [.. Enumerable.Range(0, length).Where(i => i % step == 0)];
            batch.Add(ids, [], masked, [.. masked.Select(i => ids[i])]);
        }

        return batch;
    }
}
