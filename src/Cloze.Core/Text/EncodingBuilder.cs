using System.Collections.Immutable;

namespace Cloze.Text;

/// <summary>Puts an encoding together from special tokens and parts of texts.</summary>
internal sealed class EncodingBuilder(bool cutLeft)
{
    private readonly ImmutableArray<int>.Builder _ids = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder _types = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder _special = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<string>.Builder _tokens = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<TextSpan>.Builder _offsets = ImmutableArray.CreateBuilder<TextSpan>();
    private readonly ImmutableArray<int>.Builder _words = ImmutableArray.CreateBuilder<int>();

    /// <summary>Adds a special token.</summary>
    public void AddSpecial(int id, string name, int type) => Add(id, type, 1, name, default, -1);

    /// <summary>Adds the tokens of a text that are not cut.</summary>
    public void AddText(TokenList text, TemplateStep step, (int First, int Second) lengths)
    {
        int length = step.Second ? lengths.Second : lengths.First;
        int start = cutLeft ? text.Ids.Count - length : 0;
        for (int i = start; i < start + length; i++)
        {
            Add(text.Ids[i], step.TypeId, 0, text.Tokens[i], text.Offsets[i], text.WordIds[i]);
        }
    }

    /// <summary>The finished encoding.</summary>
    public Encoding Build() => new(
        _ids.ToImmutable(), _types.ToImmutable(), _special.ToImmutable(), _tokens.ToImmutable(), _offsets.ToImmutable(),
        _words.ToImmutable());

    private void Add(int id, int type, int special, string token, TextSpan offsets, int word)
    {
        _ids.Add(id);
        _types.Add(type);
        _special.Add(special);
        _tokens.Add(token);
        _offsets.Add(offsets);
        _words.Add(word);
    }
}
