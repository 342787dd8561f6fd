namespace Cloze.Text;

/// <summary>The arrays of an encoding while they are filled.</summary>
/// <param name="count">T, the number of tokens.</param>
/// <param name="vocabulary">Gives tokens their names.</param>
/// <param name="trimming">Whether places are without white space; null for no.</param>
internal sealed class EncodingParts(int count, Vocabulary vocabulary, OffsetTrimming? trimming)
{
    private (int Start, int Length) _first;
    private (int Start, int Length) _second;
    private List<(int Token, string Name)>? _names;
    private int _count;

    /// <summary>The ids, <c>[T]</c>.</summary>
    public int[] Ids { get; } = new int[count];

    /// <summary>The type ids, <c>[T]</c>.</summary>
    public int[] TypeIds { get; } = new int[count];

    /// <summary>1 for tokens put round the texts, <c>[T]</c>.</summary>
    public int[] SpecialTokensMask { get; } = new int[count];

    /// <summary>The places, <c>[T]</c>.</summary>
    public TextSpan[] Offsets { get; } = new TextSpan[count];

    /// <summary>The numbers of the words, <c>[T]</c>.</summary>
    public int[] WordIds { get; } = new int[count];

    /// <summary>Adds a special token.</summary>
    public void AddSpecial(int id, string name, int type)
    {
        Ids[_count] = id;
        TypeIds[_count] = type;
        SpecialTokensMask[_count] = 1;
        WordIds[_count] = -1;
        if (vocabulary[id] != name) (_names ??= []).Add((_count, name));
        _count++;
    }

    /// <summary>Adds some tokens of a text, of the second one if said so.</summary>
    public void AddText(TokenBuffer text, bool second, int start, int length, int type)
    {
        if (second) _second = (_count, length);
        else _first = (_count, length);
        text.Ids.Slice(start, length).CopyTo(Ids.AsSpan(_count));
        text.Offsets.Slice(start, length).CopyTo(Offsets.AsSpan(_count));
        text.WordIds.Slice(start, length).CopyTo(WordIds.AsSpan(_count));
        if (type != 0) TypeIds.AsSpan(_count, length).Fill(type);
        foreach ((int token, string name) in text.Names)
        {
            if (token >= start && token < start + length) (_names ??= []).Add((_count + token - start, name));
        }

        if (trimming is not null) Trim(length);
        _count += length;
    }

    // Added tokens have the white space that they took in their names.
    private void Trim(int length)
    {
        Dictionary<int, string>? names = _names?.ToDictionary(name => name.Token, name => name.Name);
        for (int i = 0; i < length; i++)
        {
            int token = _count + i;
            string name = names?.GetValueOrDefault(token) ?? vocabulary[Ids[token]];
            Offsets[token] = trimming!.Trim(Offsets[token], name, isFirst: i == 0);
        }
    }

    /// <summary>0 for tokens of the first text, 1 for the second's, -1 for those put round them, <c>[T]</c>.</summary>
    public int[] SequenceIds()
    {
        int[] sequences = new int[Ids.Length];
        Array.Fill(sequences, -1);
        sequences.AsSpan(_first.Start, _first.Length).Fill(0);
        sequences.AsSpan(_second.Start, _second.Length).Fill(1);
        return sequences;
    }

    /// <summary>What each token stands for, <c>[T]</c>.</summary>
    public string[] Tokens()
    {
        string[] tokens = Array.ConvertAll(Ids, id => vocabulary[id]);
        foreach ((int token, string name) in _names ?? []) tokens[token] = name;
        return tokens;
    }
}
