using Cloze.Data;

namespace Cloze.Fuzz;

/// <summary>A corpus of plain text or JSON lines, read by each rule.</summary>
internal class CorpusInput(string name) : FuzzFormat
{
    private static readonly byte[][] s_words =
        [.. Mix.TextWords, .. Mix.Words("{\"text\":\"", "\"}\n", "\\ud800", "\\n", "\\u0000", "null", "[", "]")];

    private readonly bool _json = name.Contains(".jsonl", StringComparison.Ordinal);

    public override IReadOnlyList<byte[]> Seeds => _json
        ?
        [
            Bytes("{\"text\":\"the cat\\nsees\"}\n\n{\"id\":1,\"text\":\"a d\u00f6g\"}\r\n"),
            Bytes("\uFEFF{\"text\":\"\"}"),
        ]
        :
        [
            Bytes("# The\r\ncat\r\n\r\nsees\n\n\n  \na d\u00f6g"),
            Bytes(string.Join("\n\n", SeedModel.Documents)),
            [],
        ];

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => _json && draw.OneIn(2)
        ? MutateLine(input, draw) ?? ByteMutator.Mutate(input, other, s_words, draw)
        : ByteMutator.Mutate(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        string path = Write(name, input);
        var outcomes = new List<string>();
        foreach (DocumentRule rule in _json ? [DocumentRule.Line] : Enum.GetValues<DocumentRule>())
        {
            outcomes.Add(Read(new CorpusOptions { Paths = [path], DocumentRule = rule, LongestDocument = 64 }));
            outcomes.Add(Read(new CorpusOptions { Paths = [Folder], DocumentRule = rule, ReplaceInvalid = true }));
        }

        return string.Join(" | ", outcomes);
    }

    private static string Read(CorpusOptions options)
    {
        int documents = 0;
        try
        {
            foreach (Document document in Corpus.Read(options))
            {
                documents++;
                Require(document.Text.Length > 0, "a document has text");
                Require(document.Text.Length <= options.LongestDocument, "a document is no longer than the longest");
                _ = HeldOut.Contains(document.Text);
            }

            return $"{Roughly(documents)}";
        }
        catch (ClozeException error)
        {
            return $"{Roughly(documents)}, then {Shape.Of(error.Message)}";
        }
    }

    private static byte[]? MutateLine(byte[] input, Draw draw)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        if (line < 0) return JsonMutator.TryMutate(input, draw);
        return JsonMutator.TryMutate(input[..line], draw) is { } changed ? [.. changed, .. input[line..]] : null;
    }
}
