namespace Cloze.Doctor;

/// <summary>Tells a letter's script by the block of Unicode that it is in.</summary>
internal static class Scripts
{
    public const string Latin = "Latin";
    public const string Other = "other";

    private static readonly (char From, char To, string Name)[] s_blocks =
    [
        ('A', '\u024F', Latin),
        ('\u0370', '\u03FF', "Greek"),
        ('\u0400', '\u052F', "Cyrillic"),
        ('\u0530', '\u058F', "Armenian"),
        ('\u0590', '\u05FF', "Hebrew"),
        ('\u0600', '\u06FF', "Arabic"),
        ('\u0750', '\u077F', "Arabic"),
        ('\u0900', '\u097F', "Devanagari"),
        ('\u0980', '\u09FF', "Bengali"),
        ('\u0B80', '\u0BFF', "Tamil"),
        ('\u0E00', '\u0E7F', "Thai"),
        ('\u10A0', '\u10FF', "Georgian"),
        ('\u1100', '\u11FF', "Hangul"),
        ('\u1E00', '\u1EFF', Latin),
        ('\u1F00', '\u1FFF', "Greek"),
        ('\u3040', '\u30FF', "Kana"),
        ('\u3400', '\u9FFF', "Han"),
        ('\uAC00', '\uD7AF', "Hangul"),
        ('\uF900', '\uFAFF', "Han"),
        ('\uFF21', '\uFF5A', Latin),
    ];

    /// <summary>Whether words of a script stand without spaces between them.</summary>
    public static bool IsWithoutSpaces(string script) => script is "Han" or "Kana" or "Thai";

    /// <summary>The script of a letter.</summary>
    public static string Of(char letter)
    {
        if (letter < '\u0250') return Latin;
        foreach ((char from, char to, string name) in s_blocks)
        {
            if (letter >= from && letter <= to) return name;
        }

        return Other;
    }
}
