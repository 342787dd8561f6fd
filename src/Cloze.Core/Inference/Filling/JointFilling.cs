using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>One caller's wish to have all masks of texts filled together, checked.</summary>
internal sealed class JointFilling : TextTask<JointFillResult>
{
    private readonly InferenceEngine _engine;
    private readonly JointFillOptions _options;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ClozeException">Top-k or the width of the beam is outside its range.</exception>
    public JointFilling(InferenceEngine engine, JointFillOptions? options)
    {
        _engine = engine;
        _options = options ?? new JointFillOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override JointFillWork Prepare(TextPair text)
    {
        MaskedText masked = MaskedText.Read(_engine, text);
        Vocabulary vocabulary = _engine.Tokenizer.Vocabulary;
        int width = Math.Max(_options.TopK, _options.BeamWidth);
        var among = new Choice(vocabulary.Count, vocabulary.UsedIds, width);
        var search = new BeamSearch(masked.Ids, masked.Types, masked.Positions, _ => among, width);
        return new JointFillWork(_engine.Tokenizer, text, masked, search, _options.TopK);
    }
}
