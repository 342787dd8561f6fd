namespace Cloze.Text;

/// <summary>What becomes of one character on the way from raw text to words.</summary>
internal enum CharacterKind
{
    /// <summary>It is part of a word, as itself or as one other character.</summary>
    Word,

    /// <summary>It ends a word and is gone.</summary>
    Separator,

    /// <summary>It is a word of its own.</summary>
    Isolated,

    /// <summary>It is gone, and its neighbours join.</summary>
    Dropped,

    /// <summary>It becomes a sequence of several characters.</summary>
    Sequence,

    /// <summary>It is a Hangul syllable and becomes its jamo.</summary>
    Hangul,

    /// <summary>
    /// A mark that stays and may change places with its neighbours: not decided by one character alone.
    /// </summary>
    Reordered,
}

/// <summary>
/// All steps of the normaliser and the pre-tokeniser in one look-up a character, for the path that needs no offsets.
/// </summary>
internal sealed class CharacterTable
{
    private const int KindBits = 3;
    private readonly ScalarTable _entries;
    private readonly List<int[]> _sequences = [];
    private readonly TokenizerOptions _options;

    /// <summary>Works out every character's fate under the options.</summary>
    public CharacterTable(TokenizerOptions options)
    {
        _options = options;
        var shared = new Dictionary<(int[], bool, bool), int[]>();
        _entries = new ScalarTable(page =>
        {
            if (UnicodeData.SharedPage(page) is not { } key) return Page(page);
            return shared.TryGetValue(key, out int[]? entries) ? entries : shared[key] = Page(page);
        });
    }

    /// <summary>The fate of a character, to be read with <see cref="Kind"/> and <see cref="Target"/>.</summary>
    public int this[int scalar] => _entries[scalar];

    /// <summary>What becomes of the character.</summary>
    public static CharacterKind Kind(int entry) => (CharacterKind)(entry & ((1 << KindBits) - 1));

    /// <summary>
    /// The character it becomes, for <see cref="CharacterKind.Word"/> and <see cref="CharacterKind.Isolated"/>.
    /// </summary>
    public static int Target(int entry, int scalar) => scalar + (entry >> KindBits);

    /// <summary>
    /// The characters it becomes, for <see cref="CharacterKind.Sequence"/>: final ones, only to be sorted into words.
    /// </summary>
    public ReadOnlySpan<int> Sequence(int entry) => _sequences[entry >> KindBits];

    /// <summary>How the pre-tokeniser treats a character that the normaliser has let through.</summary>
    public static CharacterKind Plain(int scalar)
    {
        CharacterProperties properties = UnicodeData.Properties(scalar);
        if ((properties & CharacterProperties.White) != 0) return CharacterKind.Separator;
        return (properties & CharacterProperties.Punctuation) != 0 ? CharacterKind.Isolated : CharacterKind.Word;
    }

    private static int Entry(CharacterKind kind, int value) => (int)kind | (value << KindBits);

    private int[] Page(int page)
    {
        int[] entries = new int[256];
        for (int i = 0; i < 256; i++) entries[i] = Entry((page << 8) | i);
        return entries;
    }

    private int Entry(int scalar)
    {
        CharacterProperties properties = UnicodeData.Properties(scalar);
        if (_options.CleanText)
        {
            if ((properties & CharacterProperties.Removed) != 0) return Entry(CharacterKind.Dropped, 0);
            if ((properties & (CharacterProperties.Space | CharacterProperties.White)) != 0)
            {
                return Entry(CharacterKind.Separator, 0);
            }
        }

        if (_options.StripsAccents && UnicodeData.IsHangul(scalar)) return Entry(CharacterKind.Hangul, 0);
        int[] normalized = Normalize(scalar);
        if (_options.StripsAccents && normalized.Any(target => UnicodeData.MarkOrder(target) > 0))
        {
            return Entry(CharacterKind.Reordered, 0);
        }

        bool chinese = _options.HandleChineseCharacters && (properties & CharacterProperties.Chinese) != 0;
        if (normalized is [int single])
        {
            return Entry(chinese ? CharacterKind.Isolated : Plain(single), single - scalar);
        }

        if (normalized.Length == 0) return Entry(CharacterKind.Dropped, 0);
        _sequences.Add(normalized);
        return Entry(CharacterKind.Sequence, _sequences.Count - 1);
    }

    private int[] Normalize(int scalar)
    {
        int[] characters = [scalar];
        if (_options.StripsAccents)
        {
            if (UnicodeData.Decomposed(scalar) is { Length: > 0 } decomposed) characters = decomposed.ToArray();
            characters = Array.FindAll(characters, c => (UnicodeData.Properties(c) & CharacterProperties.Mark) == 0);
        }

        if (!_options.LowerCase) return characters;
        return [.. characters.SelectMany(c => UnicodeData.Lower(c) is { Length: > 0 } lower ? lower.ToArray() : [c])];
    }
}
