namespace Cloze.Text;

/// <summary>Parts words at white space and by one of the rules of <see cref="WordSplit"/>.</summary>
internal sealed class WordSplitStep(WordSplit split) : PreTokenizerStep
{
    /// <summary>Where words end.</summary>
    public WordSplit Split => split;

    /// <inheritdoc/>
    public override void Apply(WordList words) => words.Split((list, start, end) =>
    {
        var found = new WordEnumerator(list.Text.Characters[start..end], split);
        while (found.MoveNext()) list.Add(start + found.Start, start + found.End);
    });
}
