namespace Cloze.Text;

/// <summary>The pieces of words that are spelled as the model of a tokenizer takes them.</summary>
/// <param name="definition">The tokenizer.</param>
internal sealed class PieceSpelling(TokenizerDefinition definition)
{
    private readonly TokenModel _model = definition.CreateModel();
    private TextSpan[] _places = [];

    /// <summary>The ids of a word's pieces.</summary>
    /// <param name="word">The word, not empty.</param>
    public int[] Ids(string word)
    {
        if (_places.Length < word.Length) _places = new TextSpan[Math.Max(word.Length, 2 * _places.Length)];
        var ids = new List<int>();
        var sink = new IdSink(ids);
        _model.Append(word, _places, ref sink);
        sink.Finish();
        return [.. ids];
    }
}
