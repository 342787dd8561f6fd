using Cloze.Data;

namespace Cloze.Evaluation;

/// <summary>
/// Minimal pairs in the format of BLiMP (Warstadt et al. 2020): JSON lines with the fields <c>sentence_good</c> and
/// <c>sentence_bad</c>, and <c>UID</c> for the name of the paradigm.
/// </summary>
public sealed class MinimalPairs
{
    private const string Hint =
        "Each line must be an object like {\"sentence_good\": \"...\", \"sentence_bad\": \"...\"}, as BLiMP's are.";

    /// <summary>Takes paradigms as they are.</summary>
    /// <exception cref="ClozeException">There is no pair.</exception>
    /// <exception cref="ArgumentNullException">There are no paradigms.</exception>
    public MinimalPairs(IReadOnlyList<PairParadigm> paradigms)
    {
        ArgumentNullException.ThrowIfNull(paradigms);
        Paradigms = [.. paradigms.Where(paradigm => paradigm.Pairs.Count > 0)];
        Count = Paradigms.Sum(paradigm => paradigm.Pairs.Count);
        if (Count == 0) throw new ClozeException("There is no minimal pair.", "Give at least one pair of sentences.");
    }

    /// <summary>The paradigms, in the order in which they were read; each has a pair.</summary>
    public IReadOnlyList<PairParadigm> Paradigms { get; }

    /// <summary>The number of pairs.</summary>
    public int Count { get; }

    /// <summary>Reads a .jsonl file, or all in a folder in the order of their names.</summary>
    /// <exception cref="ClozeException">
    /// Nothing is there, it has no pair, or a line is no JSON object or lacks a sentence: file, line and field are
    /// named.
    /// </exception>
    /// <exception cref="ArgumentNullException">No path is given.</exception>
    public static MinimalPairs Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Of(JsonLineFiles.Read(path), path);
    }

    /// <summary>Reads the JSON lines of a stream to its end.</summary>
    /// <param name="stream">The bytes; gzip is unpacked.</param>
    /// <param name="name">Its name: in messages, and of the paradigm where a line says none.</param>
    /// <exception cref="ClozeException">
    /// It has no pair, or a line is no JSON object or lacks a sentence: line and field are named.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is missing.</exception>
    public static MinimalPairs Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Of(JsonLineFiles.Read(stream, name), name);
    }

    private static MinimalPairs Of(IEnumerable<JsonLine> lines, string source)
    {
        var paradigms = new Dictionary<string, List<MinimalPair>>(StringComparer.Ordinal);
        foreach (JsonLine line in lines)
        {
            string name = line.Text("UID", replaceInvalid: false)
                ?? System.IO.Path.GetFileNameWithoutExtension(line.Source);
            if (!paradigms.TryGetValue(name, out List<MinimalPair>? pairs)) paradigms.Add(name, pairs = []);
            pairs.Add(new MinimalPair(Sentence(line, "sentence_good"), Sentence(line, "sentence_bad")));
        }

        if (paradigms.Count == 0) throw new ClozeException($"{source} holds no minimal pair.", Hint);
        return new MinimalPairs([.. paradigms.Select(found => new PairParadigm(found.Key, found.Value))]);
    }

    private static string Sentence(JsonLine line, string field)
    {
        string text = line.Text(field, replaceInvalid: false)
            ?? throw line.Refuse($"no text in a field \"{field}\".", Hint);
        return string.IsNullOrWhiteSpace(text)
            ? throw line.Refuse($"the field \"{field}\" is empty.", Hint)
            : text;
    }
}
