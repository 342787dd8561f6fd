using System.Diagnostics;
using System.Globalization;
using Cloze.Text;

namespace Cloze.Benchmarks.Text;

/// <summary>
/// Compares the ids of lines with those that <c>tools/tokenizer-oracle/lines.mjs</c> wrote, and says how fast one
/// thread makes them, by its processor's time: the machine may have other work. Arguments: a tokenizer, a file of
/// lines, and a file of as many lines of ids.
/// </summary>
internal static class TokenizeOracle
{
    private const int Repeats = 5, Shown = 5;

    public static void Run(string[] arguments)
    {
        var tokenizer = Tokenizer.Load(arguments[0]);
        string[] lines = File.ReadAllText(arguments[1]).Split('\n')[..^1];
        string[] expected = File.ReadAllText(arguments[2]).Split('\n')[..^1];
        int equal = 0;
        long characters = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            characters += lines[i].Length;
            string found = Ids(tokenizer, lines[i]);
            if (found == expected[i]) equal++;
            else if (i - equal < Shown) Console.WriteLine($"line {i + 1}: {lines[i]}\n  {expected[i]}\n  {found}");
        }

        Console.WriteLine(
            $"{equal} of {expected.Length} lines have the same ids; ids alone are these for {Same(tokenizer, lines)}.");
        foreach (TokenizeWork work in TokenizeWork.All) Measure(tokenizer, lines, work, characters);
    }

    private static string Ids(Tokenizer tokenizer, string line) =>
        string.Join(' ', tokenizer.Encode(line).InputIds.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private static int Same(Tokenizer tokenizer, string[] lines)
    {
        var ids = new List<int>();
        int same = 0;
        foreach (string line in lines)
        {
            ids.Clear();
            tokenizer.AppendIds(line, ids);
            Encoding encoding = tokenizer.Encode(line, null, TokenizeWork.Plain);
            if (ids.SequenceEqual(encoding.InputIds)) same++;
        }

        return same;
    }

    private static void Measure(Tokenizer tokenizer, string[] lines, TokenizeWork work, long characters)
    {
        double best = double.MaxValue;
        long tokens = 0;
        for (int i = 0; i < Repeats; i++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            tokens = work.Count(tokenizer, lines);
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{work.Name}: {tokens} tokens, {characters} characters, {best:F3} s, {tokens / best / 1e6:F2} M/s"));
    }
}
