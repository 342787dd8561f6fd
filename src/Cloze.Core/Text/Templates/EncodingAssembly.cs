namespace Cloze.Text;

/// <summary>Puts encodings together from special tokens and the tokens of texts.</summary>
/// <param name="definition">The tokenizer's template and vocabulary.</param>
/// <param name="addSpecialTokens">Whether special tokens are put round the texts.</param>
/// <param name="truncation">What is cut; null for nothing.</param>
internal readonly struct EncodingAssembly(TokenizerDefinition definition, bool addSpecialTokens, Truncation? truncation)
{
    /// <summary>The encoding of a text, or of two.</summary>
    /// <exception cref="ClozeException">The text that may be cut is not long enough to be cut.</exception>
    public Encoding Assemble(TokenBuffer first, TokenBuffer? second)
    {
        bool pair = second is not null;
        int special = addSpecialTokens ? definition.Template.SpecialCount(pair) : 0;
        (int First, int Second) lengths = (first.Count, second?.Count ?? -1);
        int whole = lengths.First + Math.Max(lengths.Second, 0);
        if (truncation is not null) lengths = truncation.Lengths(lengths.First, lengths.Second, special);
        int kept = lengths.First + Math.Max(lengths.Second, 0);
        var parts = new EncodingParts(kept + special, definition.Vocabulary, definition.Trimming);
        foreach (TemplateStep step in definition.Template.Steps(pair))
        {
            if (step.Token is (int id, string name))
            {
                if (addSpecialTokens) parts.AddSpecial(id, name, step.TypeId);
                continue;
            }

            TokenBuffer text = step.Second ? second! : first;
            int length = step.Second ? lengths.Second : lengths.First;
            int start = truncation?.Left == true ? text.Count - length : 0;
            parts.AddText(text, step.Second, start, length, step.TypeId);
        }

        return new Encoding(parts, whole - kept);
    }
}
