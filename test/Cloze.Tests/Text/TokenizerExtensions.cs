using Cloze.Text;

namespace Cloze.Tests.Text;

internal static class TokenizerExtensions
{
    /// <summary>The ids of a text, as corpora get them.</summary>
    public static List<int> Ids(this Tokenizer tokenizer, string text)
    {
        var ids = new List<int>();
        tokenizer.AppendIds(text, ids);
        return ids;
    }

    /// <summary>Their pieces.</summary>
    public static IEnumerable<string> Pieces(this Tokenizer tokenizer, string text) =>
        tokenizer.Ids(text).Select(id => tokenizer.Vocabulary[id]);
}
