using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>Counts scripts by letters, and languages by documents.</summary>
internal sealed class Languages : IDocumentCheck
{
    private const double Mixed = 0.05;
    private readonly Dictionary<string, long> _scripts = [];
    private readonly Dictionary<string, long> _languages = [];
    private readonly Dictionary<string, Examples> _examples = [];
    private readonly Dictionary<string, int> _letters = [];

    /// <summary>The mix of all documents.</summary>
    public LanguageMix Mix => new(Shares(_scripts), Shares(_languages));

    public void Add(Document document, long number)
    {
        _letters.Clear();
        string script = "";
        int run = 0;
        foreach (char character in document.Text)
        {
            if (!char.IsLetter(character)) continue;
            string found = Scripts.Of(character);
            if (found != script)
            {
                Count(script, run);
                (script, run) = (found, 0);
            }

            run++;
        }

        Count(script, run);
        if (_letters.Count == 0) return;
        string main = _letters.MaxBy(letters => letters.Value).Key;
        string name = main == Scripts.Latin ? CommonWords.Guess(document.Text) : main;
        if (main == Scripts.Latin) _languages[name] = _languages.GetValueOrDefault(name) + 1;
        if (!_examples.TryGetValue(name, out Examples? examples)) _examples[name] = examples = new Examples();
        examples.Add(document.Text, Examples.Place(document, number));
    }

    public IEnumerable<Finding> Find()
    {
        if (Second(Shares(_scripts), Scripts.Other) is { } script)
        {
            yield return Mixture("mixed-scripts", script, "of the letters are");
        }

        if (Second(Shares(_languages), CommonWords.Unknown) is { } language)
        {
            yield return Mixture("mixed-languages", language, "of the documents in Latin letters seem to be");
        }
    }

    private static NamedShare? Second(IReadOnlyList<NamedShare> shares, string unnamed) =>
        shares.Where(share => share.Name != unnamed).Skip(1).FirstOrDefault() is { Share: >= Mixed } second
            ? second
            : null;

    private static NamedShare[] Shares(Dictionary<string, long> counts)
    {
        double sum = counts.Values.Sum();
        return
        [
            .. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => new NamedShare(count.Key, count.Value / sum)),
        ];
    }

    private void Count(string script, int letters)
    {
        if (letters == 0) return;
        _letters[script] = _letters.GetValueOrDefault(script) + letters;
        _scripts[script] = _scripts.GetValueOrDefault(script) + letters;
    }

    private Finding Mixture(string id, NamedShare part, string what) => new()
    {
        Id = id,
        Severity = Severity.Note,
        Count = (long)Math.Round(100 * part.Share),
        Message = FormattableString.Invariant($"{part.Share:P0} {what} {part.Name}."),
        Examples = _examples.TryGetValue(part.Name, out Examples? examples) ? examples.Texts : [],
        Advice = "Where one language is meant, leave the other files out; for several give a larger `vocabulary_size`.",
    };
}
