using System.Diagnostics;
using Cloze.Inference;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Serving;

/// <summary>
/// A server in a process of its own under load from this one: its speed when it has all it can do, as a share of what
/// the library reaches with the same texts; how long a request takes at half of that beside one that is alone; and how
/// both hold with troublemakers among the callers.
/// </summary>
internal static class ServeLoadBenchmark
{
    private const int Requests = 32;

    // How often memory is looked at in the time of the troublemakers.
    private const int MemoryLooks = 100;

    /// <param name="words">
    /// PRESET VOCABULARY FOLDER [--rounds N] [--seconds N] [--texts N] [--length PIECES] [--callers N]
    /// [--trouble-seconds N]; without a length, texts are ragged; no rounds for the troublemakers alone
    /// </param>
    public static async Task RunAsync(string[] words)
    {
        var arguments = new Arguments(words);
        int rounds = arguments.Number("--rounds", 5);
        var time = TimeSpan.FromSeconds(arguments.Number("--seconds", 5));
        int perRequest = arguments.Number("--texts", 8), callers = arguments.Number("--callers", 16);
        SampleModel.Write(Enum.Parse<Preset>(words[0], ignoreCase: true), words[1], words[2]);
        using var model = MaskedLanguageModel.Load(words[2]);
        int[] lengths = Lengths(arguments.Number("--length", 0), Requests * perRequest);
        var texts = new ServedTexts(model, lengths, perRequest);
        using var server = ServerProcess.Start(words[2]);
        using var client = new LoadClient(server.Address, texts);
        await client.VerifyAsync();
        if (rounds > 0) await MeasureAsync(model, texts, client, perRequest, callers, rounds, time);
        int trouble = arguments.Number("--trouble-seconds", 0);
        if (trouble > 0) await TroubleAsync(server, client, texts, callers, TimeSpan.FromSeconds(trouble));
    }

    private static async Task MeasureAsync(
        MaskedLanguageModel model,
        ServedTexts texts,
        LoadClient client,
        int perRequest,
        int callers,
        int rounds,
        TimeSpan time)
    {
        await WarmUpAsync(model, texts, client, callers, time);
        var (saturated, alone, half) = (new LoadRounds(), new LoadRounds(), new LoadRounds());
        var offline = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            offline.Add(Offline(model, texts, time));
            saturated.Add(await client.SaturateAsync(callers, time));
            alone.Add(await client.SaturateAsync(1, time));
            half.Add(await client.PaceAsync(saturated.Median(result => result.RequestsPerSecond) / 2, time));
        }

        Print(perRequest, callers, offline, saturated, alone, half);
    }

    // Else both would be measured while their code is still being compiled, the server's for ten seconds of load.
    private static async Task WarmUpAsync(
        MaskedLanguageModel model, ServedTexts texts, LoadClient client, int callers, TimeSpan time)
    {
        Offline(model, texts, time);
        TimeSpan least = TimeSpan.FromSeconds(15);
        await client.SaturateAsync(callers, time > least ? time : least);
    }

    // Shuffled: one after the other they rise, and a request would have short texts alone, or long ones.
    private static int[] Lengths(int length, int count)
    {
        if (length > 0) return [.. Enumerable.Repeat(length, count)];
        int[] lengths = SampleModel.Lengths(count);
        new Random(1).Shuffle(lengths);
        return lengths;
    }

    private static double Offline(MaskedLanguageModel model, ServedTexts texts, TimeSpan time)
    {
        model.FillMany(texts.All);
        long begin = Stopwatch.GetTimestamp(), tokens = 0;
        while (Stopwatch.GetElapsedTime(begin) < time)
        {
            model.FillMany(texts.All);
            tokens += texts.Tokens.Sum();
        }

        return tokens / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static void Print(
        int perRequest, int callers, List<double> offline, LoadRounds saturated, LoadRounds alone, LoadRounds half)
    {
        string each = string.Join(", ", offline.Select(speed => $"{speed:N0}"));
        Console.WriteLine($"Medians of {offline.Count} rounds in turns. Offline: {each} tokens/s.");
        Console.WriteLine($"{perRequest} texts a request. Lost: {saturated.Lost + alone.Lost + half.Lost}.");
        Console.WriteLine();
        Console.WriteLine("| load | requests/s | tokens/s | of offline | p50, ms | p99, ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Row($"{callers} callers", saturated, offline);
        Row("one caller", alone, offline);
        Row("half the first", half, offline);
        Console.WriteLine();
        double p99 = half.Quantile(0.99);
        Console.WriteLine(
            $"p99 at half load / one caller's p50: {p99 / alone.Quantile(0.5):N2}; "
            + $"/ its p99, of the longest requests: {p99 / alone.Quantile(0.99):N2}");
    }

    private static void Row(string name, LoadRounds rounds, List<double> offline)
    {
        double share = Timing.Median(rounds.Results.Select((result, i) => result.TokensPerSecond / offline[i]));
        Console.WriteLine(
            $"| {name} | {rounds.Median(result => result.RequestsPerSecond):N1} "
            + $"| {rounds.Median(result => result.TokensPerSecond):N0} | {share:P1} "
            + $"| {rounds.Quantile(0.5):N1} | {rounds.Quantile(0.99):N1} |");
    }

    private static async Task TroubleAsync(
        ServerProcess server, LoadClient client, ServedTexts texts, int callers, TimeSpan time)
    {
        var trouble = new Troublemakers(server.Address, texts);
        using var stop = new CancellationTokenSource();
        Task mischief = trouble.RunAsync(stop.Token);
        var memory = new List<double>();
        Task<LoadResult> load = client.SaturateAsync(callers, time);
        while (await Task.WhenAny(load, Task.Delay(time / MemoryLooks)) != load) memory.Add(server.Memory);
        LoadResult total = await load;
        await stop.CancelAsync();
        await mischief;
        int quarter = memory.Count / 4;
        double second = memory.Skip(quarter).Take(quarter).Average(), last = memory.TakeLast(quarter).Average();
        Console.WriteLine();
        Console.WriteLine(
            $"With troublemakers, {time.TotalSeconds:N0} s: {total.Answered:N0} answered, {total.Lost} lost;");
        Console.WriteLine($"memory {second:N0} MiB in the second quarter, {last:N0} in the last: {last / second:N3}.");
        foreach ((string what, int times) in trouble.Seen.OrderBy(pair => pair.Key))
        {
            Console.WriteLine($"{what}: {times:N0}");
        }
    }
}
