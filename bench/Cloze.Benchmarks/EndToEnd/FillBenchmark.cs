using System.Text.Json;
using Cloze.Inference;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// How often a model fills the mask of a sentence with an accepted word: lines of <c>{"text", "accepted"}</c>.
/// </summary>
internal static class FillBenchmark
{
    public static void Run(string folder, string sentences)
    {
        using MaskedLanguageModel model = MaskedLanguageModel.Load(folder);
        int first = 0, amongFive = 0, total = 0;
        foreach (string line in File.ReadLines(sentences))
        {
            using JsonDocument sentence = JsonDocument.Parse(line);
            HashSet<string> accepted =
                [.. sentence.RootElement.GetProperty("accepted").EnumerateArray().Select(word => word.GetString()!)];
            string text = sentence.RootElement.GetProperty("text").GetString()!;
            string[] words = [.. model.Fill(text).Select(prediction => prediction.Token)];
            total++;
            if (accepted.Contains(words[0])) first++;
            if (words.Any(accepted.Contains)) amongFive++;
        }

        Console.WriteLine($"{total} sentences: an accepted word first in {(double)first / total:P1}, "
            + $"among the first five in {(double)amongFive / total:P1}");
    }
}
