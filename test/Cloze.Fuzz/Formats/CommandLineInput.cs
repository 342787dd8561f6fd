using System.CommandLine;
using System.Text;
using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Hub;

namespace Cloze.Fuzz;

/// <summary>
/// The words of a command line, one a line of the input, on a small model. What trains, measures or serves is
/// interrupted as soon as it has been understood. Words never name a file outside the folder.
/// </summary>
internal sealed class CommandLineInput : FuzzFormat
{
    private const string Standard = "the [MASK] sees\n\na dog [MASK]\n";

    private static readonly int[] s_codes = [ExitCode.Done, ExitCode.Failed, ExitCode.WrongUsage, ExitCode.Interrupted];

    private readonly string _before = Environment.CurrentDirectory;
    private readonly string[] _words;

    public CommandLineInput()
    {
        Environment.CurrentDirectory = Folder;
        SeedModel.Write("m");
        File.WriteAllText("c.txt", string.Join("\n\n", SeedModel.Documents));
        File.WriteAllText("l.jsonl", "{\"text\":\"the [MASK]\"}\n{\"text\":\"a [MASK]\",\"pair\":\"dog\"}\n");
        File.WriteAllText("p.jsonl", "{\"sentence_good\":\"the cat\",\"sentence_bad\":\"cat the\"}\n");
        File.WriteAllText("o.json", "{\"steps\":3}");
        _words = [.. Words().Distinct()];
        Seeds = [.. Commands().Select(command => Bytes(string.Join('\n', command.Split('|'))))];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override long MostBytes => 1L << 30;

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        List<string> words = [.. Split(input)];
        string[] others = Split(other);
        for (int change = draw.Few(5); change > 0; change--)
        {
            int at = draw.Below(words.Count + 1);
            switch (draw.Below(6))
            {
                case 0 when at < words.Count: words.RemoveAt(at); break;
                case 1 when at < words.Count: words[at] = draw.Of(_words); break;
                case 2 when at < words.Count: words.Insert(at, words[draw.Below(words.Count)]); break;
                case 3 when at < words.Count: words[at] = Spoilt(words[at], draw); break;
                case 4 when others.Length > 0: words.Insert(at, draw.Of(others)); break;
                default: words.Insert(at, draw.Of(_words)); break;
            }
        }

        return Bytes(string.Join('\n', words.Take(40)));
    }

    public override string Run(byte[] input)
    {
        string[] arguments = [.. Split(input).Select(Harmless)];
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var standard = new MemoryStream(Bytes(Standard));
        var context = new CliContext(standard, output, error)
        {
            Hub = () => new HubOptions { Cache = Path.Combine(Folder, "hub"), IsOffline = true },
        };
        bool stops = arguments.Any(argument => argument is "train" or "bench" or "serve");
        int code = CommandLine.RunAsync(arguments, context, new CancellationToken(stops)).GetAwaiter().GetResult();
        Check(code, arguments, output.ToString(), error.ToString());
        string verb = arguments.FirstOrDefault(word => !word.StartsWith('-')) ?? "";
        return $"{verb} {code} {Shape.Of(error.ToString())}";
    }

    public override void Dispose()
    {
        Environment.CurrentDirectory = _before;
        base.Dispose();
    }

    private static void Check(int code, string[] arguments, string output, string error)
    {
        Require(s_codes.Contains(code), $"exit code {code}");
        Require(!error.Any(character => char.IsControl(character) && character != '\n'), "a control character");
        Require(!error.Contains("   at ", StringComparison.Ordinal), "a stack trace");
        if (code is ExitCode.Failed or ExitCode.WrongUsage)
        {
            Require(error.Contains("error: ", StringComparison.Ordinal), "an error says so");
            Require(error.Contains("hint: ", StringComparison.Ordinal), "an error has a hint");
        }

        bool isHelp = output.Contains("Usage:", StringComparison.Ordinal);
        IEnumerable<string> options = arguments.TakeWhile(argument => argument != "--");
        if (code != ExitCode.Done || isHelp || !options.Contains("--json")) return;
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Require(IsJson(line), "--json prints JSON");
        }
    }

    private static bool IsJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string[] Split(byte[] input) => Encoding.UTF8.GetString(input).Split('\n');

    private static string Harmless(string word) => word
        .Replace('/', '_').Replace('\\', '_').Replace('~', '_').Replace('\0', '_')
        .Replace("..", "_", StringComparison.Ordinal);

    private static string Spoilt(string word, Draw draw)
    {
        byte[] bytes = ByteMutator.Mutate(Bytes(word), [], Mix.TextWords, draw);
        return Encoding.UTF8.GetString(bytes).Replace('\n', ' ');
    }

    private static IEnumerable<string> Words()
    {
        RootCommand root = CommandLine.CreateRoot(new CliContext(Stream.Null, TextWriter.Null, TextWriter.Null));
        foreach (Command verb in root.Subcommands)
        {
            yield return verb.Name;
            foreach (Option option in verb.Options)
            {
                yield return option.Name;
                yield return option.Name + "=1";
            }
        }

        string[] values =
        [
            "m", "c.txt", "l.jsonl", "o.json", "-", "--", "", " ", "0", "1", "-1", "2", "1.5", "1e999", "NaN",
            "99999999999", "1,5", "the [MASK] sees", "[MASK] [MASK]", "a", "the,cat", ",", "é你😀", "@c.txt", "tiny",
            "random", "true", "--json", "--help", "--version", "-h", "--input", "--input=-", "missing", ".", "'", "\"",
        ];
        foreach (string value in values) yield return value;
    }

    private static IEnumerable<string> Commands() =>
    [
        "fill|m|the [MASK] sees|--json",
        "fill|m|the [MASK] sees a [MASK]|--top-k|3|--targets|cat,dog|--threads|1",
        "fill|m|--input|-|--json",
        "fill|m|--input|l.jsonl",
        "fill|m|the [MASK] sees|--max-pieces|2|--threshold|0.01",
        "fill|m|the [MASK] sees a [MASK]|--joint|--top-k|2",
        "eval|m|--pairs|p.jsonl",
        "score|m|the cat sees|--replacements|2|--json",
        "score|m|the cat|--pair|a dog|--within-word",
        "score|m|--input|-|--highlight|--surprise|1",
        "embed|m|the cat|a dog|--pooling|cls|--layer|0",
        "embed|m|--input|l.jsonl|--json|--no-normalize",
        "explain|m|the cat sees a tree|--mask|cat",
        "explain|m|the old cat|--seed|3|--top-k|2|--json",
        "eval|m|--data|c.txt|--json",
        "eval|m|--input|c.txt",
        "eval|--data|c.txt|m",
        "tokenize|m|the cats|--pair|a dog|--json|--max-length|4",
        "tokenize|m|--input|-|--no-special-tokens",
        "inspect|m|--json",
        "inspect|m",
        "serve|m|--max-queue|3|--log|lines|--json",
        "train|--data|c.txt|--from|m|--out|x|--steps|2|--json",
        "train|--config|o.json|--data|c.txt|--preset|tiny",
        "bench|--data|c.txt|--preset|tiny|--seconds|1|--json",
        "--help",
        "train|--help",
        "--version",
    ];
}
