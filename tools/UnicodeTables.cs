// Writes src/Cloze.Core/Text/Unicode/unicode-tables.txt, the character data of the tokenizer:
//
//     dotnet run tools/UnicodeTables.cs -- ../shared/golden/tokenizer/codepoints.json \
//         src/Cloze.Core/Text/Unicode/unicode-tables.txt test/Cloze.Tests/Text/Oracle/characters.json
//
// Categories and lower-casing are taken from codepoints.json as they stand. Canonical decompositions and the order of
// combining marks come from this machine's ICU, cut back to Unicode 9.0 (the version the reference decomposes by), and
// every decomposition is checked against codepoints.json. What only composed tokenizers ask for (combining marks of
// every kind, characters of words, letters and numbers, compatible decompositions) is in characters.json, which
// tools/tokenizer-oracle writes. Format of the tables: see UnicodeTablesFormat below.
#:property RestorePackagesWithLockFile=false
using System.Globalization;
using System.Text;
using System.Text.Json;

const string UnicodeTablesFormat = """
    # Written by tools/UnicodeTables.cs; do not edit. Hexadecimal scalar values.
    # Ranges are A or A..B; a mapping A..B/STEP:TO maps A to TO, A+STEP to TO+STEP and so on.
    # removed, space, chinese, mark, punctuation, white: sets. lower: mappings. order: rank:set of combining marks.
    # decomposed: full canonical decompositions but Hangul's. combining, word, letter, number, blank, numeric, apart:
    # sets. compatible: full compatible decompositions that differ from the canonical ones.
    """;

using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(args[0]));
var sections = new (string Name, string Key)[]
{
    ("removed", "clean_text_removes"),
    ("space", "clean_text_turns_into_space"),
    ("chinese", "chinese_characters_spaced"),
    ("mark", "strip_accents_removes"),
    ("punctuation", "pre_tokenizer_splits_as_punctuation"),
    ("white", "pre_tokenizer_splits_and_drops_as_white_space"),
};

SortedDictionary<int, int[]> decomposed = Decompositions();
SortedDictionary<int, int> ranks = Ranks(decomposed);
CheckDecompositions(decomposed);

var text = new StringBuilder(UnicodeTablesFormat).Append('\n');
foreach ((string name, string key) in sections)
{
    AppendSection(name, GoldenSet(key).Select(range => Range(range.First, range.Last)));
}

AppendSection("lower", LowerRuns(GoldenMap("lowercase_only")));
AppendSection(
    "decomposed",
    decomposed.Select(pair => $"{pair.Key:X}:{string.Join(',', pair.Value.Select(c => $"{c:X}"))}"));
AppendSection("order", ranks.GroupBy(pair => pair.Value).OrderBy(group => group.Key)
    .SelectMany(group => Ranges(group.Select(pair => pair.Key)).Select(range => $"{group.Key:X}:{range}")));
using JsonDocument characters = JsonDocument.Parse(File.ReadAllBytes(args[2]));
foreach (JsonProperty set in characters.RootElement.EnumerateObject())
{
    string[] items = set.Value.GetString()!.Split(' ');
    AppendSection(set.Name, set.Name == "compatible" ? LowerRuns(Mappings(items)) : items);
}

File.WriteAllText(args[1], text.ToString());
Console.WriteLine($"{args[1]}: {text.Length} characters");

List<(int First, int Last)> GoldenSet(string key) => golden.RootElement.GetProperty(key).EnumerateArray()
    .Select(item => item.GetString()!.Split('-'))
    .Select(ends => (Hex(ends[0]), Hex(ends[^1]))).ToList();

SortedDictionary<int, int[]> GoldenMap(string key) => new(golden.RootElement.GetProperty(key).EnumerateObject()
    .ToDictionary(item => Hex(item.Name), item => item.Value.GetString()!.Split(' ').Select(Hex).ToArray()));

static SortedDictionary<int, int[]> Mappings(string[] items) => new(items.Select(item => item.Split(':'))
    .ToDictionary(sides => Hex(sides[0]), sides => sides[1].Split(',').Select(Hex).ToArray()));

static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

static string Range(int first, int last) => first == last ? $"{first:X}" : $"{first:X}..{last:X}";

static string Decompose(string s) => s.Normalize(NormalizationForm.FormD);

// Every scalar value but the last two of each plane, which .NET refuses to normalize.
static IEnumerable<int> Scalars() =>
    Enumerable.Range(0, 0x110000).Where(c => Rune.IsValid(c) && (c & 0xFFFE) != 0xFFFE);

static IEnumerable<string> Ranges(IEnumerable<int> ascending)
{
    int first = -1, last = -1;
    foreach (int c in ascending)
    {
        if (first >= 0 && c == last + 1)
        {
            last = c;
            continue;
        }

        if (first >= 0) yield return Range(first, last);
        first = last = c;
    }

    if (first >= 0) yield return Range(first, last);
}

// Canonical decompositions of Unicode 9.0, without Hangul, which is computed. The count tells when this machine knows
// a younger Unicode than Younger lists.
static SortedDictionary<int, int[]> Decompositions()
{
    if (Decompose("\u00E9").Length != 2) throw new InvalidOperationException("Normalization is switched off here.");
    var found = new SortedDictionary<int, int[]>();
    foreach (int c in Scalars())
    {
        if (IsHangul(c) || Younger(c)) continue;
        string s = char.ConvertFromUtf32(c), d = Decompose(s);
        if (d != s) found[c] = d.EnumerateRunes().Select(rune => rune.Value).ToArray();
    }

    if (found.Count != 2060) throw new InvalidOperationException($"{found.Count} decompositions, expected 2060.");
    return found;
}

// The order of the combining marks, by asking the normalizer which of two it puts first: rank 1 is the lowest class.
static SortedDictionary<int, int> Ranks(SortedDictionary<int, int[]> decomposed)
{
    List<int> marks = Scalars()
        .Where(c => !decomposed.ContainsKey(c) && !IsHangul(c) && !Younger(c) && IsMark(c)).ToList();
    if (marks.Count != 810) throw new InvalidOperationException($"{marks.Count} combining marks, expected 810.");
    var ordered = new List<List<int>>();
    foreach (int mark in marks)
    {
        int at = 0;
        while (at < ordered.Count && Swaps(mark, ordered[at][0])) at++;
        if (at < ordered.Count && !Swaps(ordered[at][0], mark)) ordered[at].Add(mark);
        else ordered.Insert(at, [mark]);
    }

    var ranks = new SortedDictionary<int, int>();
    for (int i = 0; i < ordered.Count; i++)
    {
        foreach (int mark in ordered[i]) ranks[mark] = i + 1;
    }

    return ranks;
}

static bool IsHangul(int c) => c is >= 0xAC00 and <= 0xD7A3;

static bool Swaps(int a, int b)
{
    string s = char.ConvertFromUtf32(a) + char.ConvertFromUtf32(b);
    return Decompose(s) != s;
}

// Combining class 240 (U+0345, the highest) moves behind every other mark, and behind no starter.
static bool IsMark(int c) => c == 0x345 || Swaps(0x345, c);

// What Unicode 10 to 15 added: combining marks, and one character with a decomposition (U+11938).
static bool Younger(int c) => c is 0x11938 or 0x7FD or (>= 0x898 and <= 0x89F) or (>= 0x8CA and <= 0x8D3) or 0x9FE
    or 0xC3C or 0xD3B or 0xD3C or 0xEBA or 0x1715 or (>= 0x1ABF and <= 0x1ACE) or (>= 0x1DF6 and <= 0x1DFA) or 0xA82C
    or (>= 0x10D24 and <= 0x10D27) or 0x10EAB or 0x10EAC or (>= 0x10EFD and <= 0x10EFF)
    or (>= 0x10F46 and <= 0x10F50) or (>= 0x10F82 and <= 0x10F85) or 0x11070 or 0x1133B or 0x1145E or 0x11839 or 0x1183A
    or 0x1193D or 0x1193E or 0x11943 or 0x119E0 or 0x11A34 or 0x11A47 or 0x11A99 or 0x11D42 or 0x11D44 or 0x11D45
    or 0x11D97 or 0x11F41 or 0x11F42 or 0x16FF0 or 0x16FF1 or 0x1E08F or (>= 0x1E130 and <= 0x1E136) or 0x1E2AE
    or (>= 0x1E2EC and <= 0x1E2EF) or (>= 0x1E4EC and <= 0x1E4EF);

void CheckDecompositions(SortedDictionary<int, int[]> decomposed)
{
    SortedDictionary<int, int[]> lower = GoldenMap("lowercase_only"), uncased = GoldenMap("uncased_normalizer");
    HashSet<int> marks = GoldenSet("strip_accents_removes")
        .SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).ToHashSet();
    HashSet<int> removed = GoldenSet("clean_text_removes").Concat(GoldenSet("clean_text_turns_into_space"))
        .SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).ToHashSet();
    foreach (int c in Scalars())
    {
        if (removed.Contains(c) || IsHangul(c)) continue;
        int[] ours = decomposed.GetValueOrDefault(c, [c]).Where(d => !marks.Contains(d))
            .SelectMany(d => lower.GetValueOrDefault(d, [d])).ToArray();
        int[] theirs = marks.Contains(c) ? [] : uncased.GetValueOrDefault(c, [c]);
        if (!ours.SequenceEqual(theirs)) throw new InvalidOperationException($"U+{c:X4} normalizes differently.");
    }
}

static IEnumerable<string> LowerRuns(SortedDictionary<int, int[]> lower)
{
    int[] keys = [.. lower.Keys];
    for (int i = 0; i < keys.Length;)
    {
        int last = i, step = i + 1 < keys.Length ? keys[i + 1] - keys[i] : 0;
        int delta = lower[keys[i]][0] - keys[i];
        bool Continues(int next) => next < keys.Length && step is 1 or 2 && keys[next] - keys[next - 1] == step
            && lower[keys[next]] is [int to] && to - keys[next] == delta && lower[keys[i]].Length == 1;
        while (Continues(last + 1)) last++;
        string to = string.Join(',', lower[keys[i]].Select(c => $"{c:X}"));
        string slash = last > i && step > 1 ? $"/{step}" : "";
        yield return $"{Range(keys[i], keys[last])}{slash}:{to}";
        i = last + 1;
    }
}

void AppendSection(string name, IEnumerable<string> items)
{
    text.Append('[').Append(name).Append("]\n");
    int width = 0;
    foreach (string item in items)
    {
        if (width + item.Length > 118)
        {
            text.Append('\n');
            width = 0;
        }

        if (width > 0) text.Append(' ');
        text.Append(item);
        width += item.Length + 1;
    }

    text.Append('\n');
}
