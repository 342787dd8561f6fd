namespace Cloze.Text;

/// <summary>The tokens of one text, before special tokens are put round them.</summary>
internal sealed class TokenList
{
    /// <summary>The ids.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>What each stands for.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Where each stands in the text.</summary>
    public List<TextSpan> Offsets { get; } = [];

    /// <summary>The number of the word that each is part of.</summary>
    public List<int> WordIds { get; } = [];

    /// <summary>Adds one token.</summary>
    public void Add(int id, string token, TextSpan offsets, int word)
    {
        Ids.Add(id);
        Tokens.Add(token);
        Offsets.Add(offsets);
        WordIds.Add(word);
    }
}
