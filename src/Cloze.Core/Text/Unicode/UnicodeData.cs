using System.Globalization;

namespace Cloze.Text;

/// <summary>
/// The character data that Hugging Face's BERT tokenizer works by. It mixes Unicode versions (categories of 8.0,
/// decomposition of 9.0, lower-casing of 17.0), so the runtime's own data would give other answers for rare characters;
/// see <c>docs/decisions/0002-unicode-tables.md</c>.
/// </summary>
internal static class UnicodeData
{
    private const int OrderShift = 8;
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3;
    private static readonly ScalarTable s_properties;
    private static readonly ScalarMapping s_lower;
    private static readonly ScalarMapping s_decomposed;

    // Asked for by few tokenizers: read when it is first needed.
    private static readonly Lazy<ScalarTable> s_combining = new(() => Set("combining"));
    private static readonly Lazy<ScalarTable> s_word = new(() => Set("word"));
    private static readonly Lazy<ScalarTable> s_numeric = new(() => Set("numeric"));
    private static readonly Lazy<ScalarTable> s_classes = new(ReadClasses);
    private static readonly Lazy<ScalarMapping> s_compatible =
        new(() => new ScalarMapping(ReadSections("compatible")["compatible"].SelectMany(Mappings)));

    private static readonly Lazy<CompositionTable> s_composed = new(ReadCompositions);

    static UnicodeData()
    {
        Dictionary<string, string[]> sections = ReadSections(
            "removed", "space", "chinese", "mark", "punctuation", "white", "order", "lower", "decomposed");
        var sets = new[]
        {
            ("removed", CharacterProperties.Removed), ("space", CharacterProperties.Space),
            ("chinese", CharacterProperties.Chinese), ("mark", CharacterProperties.Mark),
            ("punctuation", CharacterProperties.Punctuation), ("white", CharacterProperties.White),
        };
        IEnumerable<(int, int, int)> properties =
            from set in sets
            from item in sections[set.Item1]
            let range = Range(item)
            select (range.First, range.Last, (int)set.Item2);
        IEnumerable<(int, int, int)> order =
            from item in sections["order"]
            let parts = item.Split(':')
            let range = Range(parts[1])
            select (range.First, range.Last, Hexadecimal(parts[0]) << OrderShift);
        s_properties = new ScalarTable(properties.Concat(order));
        s_lower = new ScalarMapping(sections["lower"].SelectMany(Mappings));
        s_decomposed = new ScalarMapping(sections["decomposed"].SelectMany(Mappings));
    }

    /// <summary>The sets a scalar value belongs to.</summary>
    public static CharacterProperties Properties(int scalar) =>
        (CharacterProperties)(s_properties[scalar] & ((1 << OrderShift) - 1));

    /// <summary>
    /// Where a combining mark stands among others on the same letter in canonical order; 0 is no such mark, and marks
    /// of equal order keep their places.
    /// </summary>
    public static int MarkOrder(int scalar) => s_properties[scalar] >> OrderShift;

    /// <summary>The lower case of a scalar value; empty where it is itself.</summary>
    public static ReadOnlySpan<int> Lower(int scalar) => s_lower[scalar];

    /// <summary>The full canonical decomposition but of Hangul; empty where it is the scalar value itself.</summary>
    public static ReadOnlySpan<int> Decomposed(int scalar) => s_decomposed[scalar];

    /// <summary>Whether a scalar value is a Hangul syllable, which <see cref="DecomposeHangul"/> takes apart.</summary>
    public static bool IsHangul(int scalar) => scalar is >= HangulFirst and <= HangulLast;

    /// <summary>Whether a scalar value is a combining mark of any kind, of Unicode 9.0.</summary>
    public static bool IsCombining(int scalar) => s_combining.Value[scalar] != 0;

    /// <summary>
    /// Whether a scalar value is part of a word as regular expressions count, <c>\w</c> of UTS 18: alphabetic, a mark,
    /// a decimal digit, a connector or one of the two joiners.
    /// </summary>
    public static bool IsWord(int scalar) => s_word.Value[scalar] != 0;

    /// <summary>Whether a scalar value is a number to the pre-tokeniser Digits.</summary>
    public static bool IsNumeric(int scalar) => s_numeric.Value[scalar] != 0;

    /// <summary>What a scalar value is to GPT-2's expression.</summary>
    public static TextClass ClassOf(int scalar) => (TextClass)s_classes.Value[scalar];

    /// <summary>
    /// The full compatible decomposition (form KD); empty where it is the canonical one, and for Hangul.
    /// </summary>
    public static ReadOnlySpan<int> Compatible(int scalar) => s_compatible.Value[scalar];

    /// <summary>What two scalar values compose into but for Hangul, or null.</summary>
    public static int? Composed(int first, int second) => s_composed.Value[first, second];

    /// <summary>
    /// A key that pages of 256 scalar values share when all they map to is themselves and their properties are the
    /// same; <see langword="null"/> for a page with mappings of its own.
    /// </summary>
    public static (int[] Properties, bool HangulFirst, bool HangulLast)? SharedPage(int page) =>
        s_lower.IsIdentity(page) && s_decomposed.IsIdentity(page)
            ? (s_properties.Page(page), IsHangul(page << 8), IsHangul((page << 8) | 0xFF))
            : null;

    /// <summary>
    /// The two or three jamo of a Hangul syllable (The Unicode Standard, section 3.12); returns how many.
    /// </summary>
    public static int DecomposeHangul(int scalar, Span<int> jamo)
    {
        int index = scalar - HangulFirst;
        jamo[0] = 0x1100 + (index / (21 * 28));
        jamo[1] = 0x1161 + (index % (21 * 28) / 28);
        if (index % 28 == 0) return 2;
        jamo[2] = 0x11A7 + (index % 28);
        return 3;
    }

    private static ScalarTable ReadClasses()
    {
        Dictionary<string, string[]> sections = ReadSections("letter", "number", "blank");
        var sets = new[]
        {
            ("letter", TextClass.Letter), ("number", TextClass.Number), ("blank", TextClass.White),
        };
        return new ScalarTable(
            from set in sets
            from item in sections[set.Item1]
            let range = Range(item)
            select (range.First, range.Last, (int)set.Item2));
    }

    private static CompositionTable ReadCompositions()
    {
        Dictionary<string, string[]> sections = ReadSections("decomposed");
        ScalarTable apart = Set("apart");
        return new CompositionTable(
            sections["decomposed"].SelectMany(Mappings).Select(mapping => mapping.From),
            scalar => apart[scalar] != 0);
    }

    private static ScalarTable Set(string section) => new(
        from item in ReadSections(section)[section]
        let range = Range(item)
        select (range.First, range.Last, 1));

    private static Dictionary<string, string[]> ReadSections(params ReadOnlySpan<string> names)
    {
        using Stream stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("Cloze.Text.unicode-tables.txt")!;
        using var reader = new StreamReader(stream);
        var sections = new Dictionary<string, string[]>();
        foreach (string section in reader.ReadToEnd().Split('[')[1..])
        {
            int end = section.IndexOf(']', StringComparison.Ordinal);
            if (!names.Contains(section[..end])) continue;
            sections[section[..end]] =
                section[(end + 1)..].Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        }

        return sections;
    }

    private static IEnumerable<(int From, int[] To)> Mappings(string item)
    {
        string[] sides = item.Split(':');
        string[] source = sides[0].Split('/');
        (int first, int last) = Range(source[0]);
        int step = source.Length == 1 ? 1 : Hexadecimal(source[1]);
        int[] to = Array.ConvertAll(sides[1].Split(','), Hexadecimal);
        for (int from = first; from <= last; from += step)
        {
            yield return (from, from == first ? to : [to[0] + from - first]);
        }
    }

    private static (int First, int Last) Range(string item)
    {
        int dots = item.IndexOf("..", StringComparison.Ordinal);
        return dots < 0
            ? (Hexadecimal(item), Hexadecimal(item))
            : (Hexadecimal(item[..dots]), Hexadecimal(item[(dots + 2)..]));
    }

    private static int Hexadecimal(string digits) =>
        int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
