namespace Cloze.Files;

/// <summary>How the characters of a text are stored, as its byte order mark says.</summary>
/// <param name="Name">The name that people know.</param>
/// <param name="Mark">The byte order mark.</param>
/// <param name="UnitBytes">Bytes of a unit.</param>
/// <param name="IsBigEndian">Whether a unit's first byte is its highest.</param>
internal sealed record TextForm(string Name, byte[] Mark, int UnitBytes, bool IsBigEndian)
{
    /// <summary>UTF-8, with or without a mark.</summary>
    public static readonly TextForm Utf8 = new("UTF-8", [0xEF, 0xBB, 0xBF], 1, false);

    // A mark that another begins with comes behind it.
    private static readonly TextForm[] s_marked =
    [
        new("UTF-32", [0xFF, 0xFE, 0, 0], 4, false),
        new("UTF-32", [0, 0, 0xFE, 0xFF], 4, true),
        new("UTF-16", [0xFF, 0xFE], 2, false),
        new("UTF-16", [0xFE, 0xFF], 2, true),
    ];

    /// <summary>The form that the first bytes of a text mark; UTF-8 where they are no mark.</summary>
    public static TextForm Of(ReadOnlySpan<byte> start)
    {
        foreach (TextForm form in s_marked)
        {
            if (start.StartsWith(form.Mark)) return form;
        }

        return Utf8;
    }
}
