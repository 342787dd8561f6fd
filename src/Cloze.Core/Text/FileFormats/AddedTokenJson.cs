using System.Globalization;

namespace Cloze.Text;

/// <summary>Added tokens as the files of a tokenizer describe them.</summary>
internal static class AddedTokenJson
{
    /// <summary>Reads an entry of <c>added_tokens</c>, which names its id itself.</summary>
    /// <exception cref="ClozeException">It is malformed.</exception>
    public static AddedToken Read(JsonField item) =>
        Read(item, item["id"].Integer(0, Vocabulary.MaximumCount - 1));

    /// <summary>Reads an entry of <c>added_tokens_decoder</c>, whose name is its id.</summary>
    /// <exception cref="ClozeException">It is malformed.</exception>
    public static AddedToken Read(JsonField item, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && id < Vocabulary.MaximumCount
            ? Read(item, id)
            : throw item.Wrong($"an id from 0 to {Vocabulary.MaximumCount - 1} as its name, which is \"{name}\"");

    private static AddedToken Read(JsonField item, int id)
    {
        JsonField content = item["content"];
        bool special = item.Optional("special")?.Flag() ?? false;
        var token = new AddedToken
        {
            Id = id,
            Content = content.Text(),
            SingleWord = item.Optional("single_word")?.Flag() ?? false,
            StripLeft = item.Optional("lstrip")?.Flag() ?? false,
            StripRight = item.Optional("rstrip")?.Flag() ?? false,
            Normalized = item.Optional("normalized")?.Flag() ?? !special,
            Special = special,
        };
        return token.Content.Length > 0 ? token : throw content.Wrong("a text that is not empty");
    }
}
