namespace Cloze.Text;

/// <summary>The fields that the pre-tokeniser and the decoder Metaspace have, in their old and new spellings.</summary>
internal static class MetaspaceJson
{
    /// <summary>The mark.</summary>
    /// <exception cref="ClozeException">It is no single character.</exception>
    public static char Mark(JsonField field) => Character(field["replacement"]);

    /// <summary>A single character.</summary>
    /// <exception cref="ClozeException">It is none.</exception>
    public static char Character(JsonField field) =>
        field.Text() is [char single] ? single : throw field.Wrong("one character");

    /// <summary>Which words get a mark.</summary>
    /// <exception cref="ClozeException">It is none of the words for that.</exception>
    public static MetaspacePrefix Scheme(JsonField field)
    {
        if (field.Optional("prepend_scheme") is not { } scheme)
        {
            return field.Optional("add_prefix_space")?.Flag() == false
                ? MetaspacePrefix.Never
                : MetaspacePrefix.Always;
        }

        return scheme.Text() switch
        {
            "always" => MetaspacePrefix.Always,
            "first" => MetaspacePrefix.First,
            "never" => MetaspacePrefix.Never,
            _ => throw scheme.Wrong("\"always\", \"first\" or \"never\""),
        };
    }
}
