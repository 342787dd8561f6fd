namespace Cloze.Doctor;

/// <summary>Guesses the language of a text in Latin letters by the commonest words of seven languages.</summary>
internal static class CommonWords
{
    /// <summary>What a text is called that none of the languages fits.</summary>
    public const string Unknown = "unknown";

    private const int FewestHits = 3;
    private const double LeastShare = 0.06;
    private const int MostWords = 400;

    private static readonly (string Language, string Words)[] s_lists =
    [
        ("English", "the and of to in is that it was for with as his this which from not are"),
        ("German", "der die und das nicht ist mit ein von zu den auf sich dem eine auch wird sind"),
        ("French", "le la les des et est une dans que pour qui pas sur au il ce ne du"),
        ("Spanish", "el los las que del una por con para es se no lo como su al m\u00E1s pero"),
        ("Italian", "il che di della un per non sono gli la si con alla nel come dei pi\u00F9 anche"),
        ("Portuguese", "o os n\u00E3o uma que com para do da em as dos no mais ao pela foi um"),
        ("Dutch", "de het een van en niet is dat op te zijn met voor aan ook er maar bij"),
    ];

    private static readonly Dictionary<string, int[]> s_languages = Index();

    /// <summary>The language, or <see cref="Unknown"/> where few words are known, or two languages fit alike.</summary>
    public static string Guess(string text)
    {
        Span<int> hits = stackalloc int[s_lists.Length];
        hits.Clear();
        int words = 0;
        var known = s_languages.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> word = stackalloc char[16];
        foreach (Range range in text.AsSpan().SplitAny(" \n\t,.;:!?()\"'\u2019\u201C\u201D"))
        {
            ReadOnlySpan<char> found = text.AsSpan(range);
            if (found.IsEmpty) continue;
            if (++words > MostWords) break;
            if (found.Length > word.Length) continue;
            int length = found.ToLowerInvariant(word);
            if (!known.TryGetValue(word[..length], out int[]? languages)) continue;
            foreach (int language in languages) hits[language]++;
        }

        return Best(hits, words);
    }

    private static string Best(ReadOnlySpan<int> hits, int words)
    {
        int best = 0, second = -1;
        for (int language = 1; language < hits.Length; language++)
        {
            if (hits[language] > hits[best]) (second, best) = (best, language);
            else if (second < 0 || hits[language] > hits[second]) second = language;
        }

        bool isClear = hits[best] >= FewestHits && hits[best] >= LeastShare * Math.Min(words, MostWords)
            && hits[best] > hits[second];
        return isClear ? s_lists[best].Language : Unknown;
    }

    private static Dictionary<string, int[]> Index()
    {
        var index = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (int language = 0; language < s_lists.Length; language++)
        {
            foreach (string word in s_lists[language].Words.Split(' '))
            {
                index[word] = [.. index.GetValueOrDefault(word, []), language];
            }
        }

        return index;
    }
}
