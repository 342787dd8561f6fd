using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Three English novels with BERT's uncased vocabulary, line by line.</summary>
internal sealed class TokenizeSection : ISectionMeasurement
{
    private static readonly string[] s_novels = ["Austen_Pride.txt", "CBronte_Jane.txt", "Eliot_Mill.txt"];
    private readonly List<string> _notes =
    [
        "Offsets: ids and places into a buffer that is used again; encodings: an object a line. The peer's offsets are "
            + "an object a line, in the normalised text.",
    ];

    public string Name => "tokenize";

    public IReadOnlyList<string> Notes => _notes;

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options)
    {
        string? vocabulary = Repository.Shared("data", "vocab", "bert-base-uncased-vocab.txt");
        string? folder = Repository.Shared("data", "corpus", "british-fiction");
        if (vocabulary is null || folder is null)
        {
            _notes.Add("Left out: the novels and the vocabulary of ../shared are not beside the clone.");
            return [];
        }

        if (!options.Wants("tokenize")) return [];
        string texts = string.Join(',', s_novels.Select(novel => Path.Combine(folder, novel)));
        string[] words = ["--vocabulary", vocabulary, "--texts", texts];
        var alternation = Alternation.Of(
            options, [Contestants.Cloze(["tokenize", .. words]), .. contestants.Tokenizers(words)]);
        CompareIds(alternation.Runs);
        return Rows(alternation.Runs).Select(row => row with { Doubt = alternation.Doubt });
    }

    private static IEnumerable<ReportRow> Rows(IReadOnlyList<JsonElement>[][] runs)
    {
        double? Rate(int contestant, string what) => contestant >= runs.Length
            ? null
            : Alternation.Median(
                runs[contestant],
                line => line.Get("tokensPerSecond"),
                line => line.GetProperty("what").GetString() == what);
        ReportRow Row(string what, string peer, double? figure, Target target) => new()
        {
            What = $"tokenize, {what}",
            Unit = "tokens/s",
            Cloze = Rate(0, what)!.Value,
            Peer = figure is null ? null : peer,
            PeerFigure = figure,
            Target = target,
        };
        const string Microsoft = "Microsoft.ML.Tokenizers";
        yield return Row("ids", Microsoft, Rate(1, "ids"), new Target { Least = 10e6, Ratio = 4 });
        yield return Row("offsets", Microsoft, Rate(1, "offsets"), new Target { Least = 6e6, Ratio = 4 });
        yield return Row("encodings", Microsoft, Rate(1, "offsets"), new Target { Least = 6e6 });
        yield return Row("two threads", "one thread", Rate(0, "ids"), new Target { Ratio = 1.9 });
    }

    // What Hugging Face's tokenizer gives for the same files is known by its hash.
    private void CompareIds(IReadOnlyList<JsonElement>[][] runs)
    {
        string? golden = Repository.Shared("golden", "tokenizer", "corpora.json");
        if (golden is null) return;
        using var document = JsonDocument.Parse(File.ReadAllText(golden));
        JsonElement uncased = document.RootElement.GetProperty("uncased");
        string?[] expected =
        [
            .. s_novels.Select(novel =>
                uncased.GetProperty($"corpus/british-fiction/{novel}").GetProperty("ids_sha256").GetString()),
        ];
        string[] names = ["Cloze", "Microsoft.ML.Tokenizers"];
        foreach ((string name, IReadOnlyList<JsonElement>[] lines) in names.Zip(runs))
        {
            if (lines.Length == 0) continue;
            IEnumerable<string?> hashes =
                lines[0][0].GetProperty("idsSha256").EnumerateArray().Select(hash => hash.GetString());
            int equal = hashes.Zip(expected).Count(pair => pair.First == pair.Second);
            _notes.Add($"{name} gives Hugging Face's ids for {equal} of the {expected.Length} novels.");
        }
    }
}
