using System.Globalization;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>One caller's wish to have texts scored, checked.</summary>
internal sealed class TextScoring : TextTask<TextScore>
{
    private readonly InferenceEngine _engine;
    private readonly ScoreOptions _options;
    private readonly Choice _among;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ClozeException">The number of replacements is negative.</exception>
    public TextScoring(InferenceEngine engine, ScoreOptions? options)
    {
        _engine = engine;
        _options = options ?? new ScoreOptions();
        int count = _options.Replacements;
        if (count < 0)
        {
            throw new ClozeException(
                string.Create(CultureInfo.InvariantCulture, $"replacements is {count}, expected 0 or more."),
                "Ask for how many words to see in the place of each; 0 for none.");
        }

        // One more, as the word itself is left out.
        if (count > 0) _among = new Choice(engine.Tokenizer.Vocabulary.Count, engine.Pieces.Starts, count + 1);
    }

    /// <inheritdoc/>
    public override ScoreWork Prepare(TextPair text)
    {
        Encoding encoding = ModelInput.Encode(_engine.Tokenizer, _engine.Config, text);
        var likelihood = new PseudoLikelihood(encoding, _engine.Tokenizer.Vocabulary);
        if (likelihood.Positions.Length == 0)
        {
            bool hasMask = encoding.InputIds.Contains(_engine.Tokenizer.Vocabulary.MaskId);
            throw new ClozeException(
                "The text has no token to score.",
                hasMask
                    ? "A mask is not scored, it is filled: give the word in its place."
                    : "Give a text of at least one word.");
        }

        return new ScoreWork(_engine.Tokenizer, text, encoding, likelihood, _options, _among);
    }
}
