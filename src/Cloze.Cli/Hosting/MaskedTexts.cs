namespace Cloze.Cli.Hosting;

/// <summary>
/// Scored texts with masks in them, which have no score of their own: the first is told, how many they were at the end.
/// </summary>
/// <param name="context">Where it is told.</param>
/// <param name="mask">How the model writes a mask.</param>
internal sealed class MaskedTexts(CliContext context, string mask)
{
    private long _count;

    /// <summary>Hears of a text.</summary>
    /// <param name="line">Its line in the input; 0 for the one text of a command line.</param>
    /// <param name="masks">How many masks it has.</param>
    public void Add(long line, int masks)
    {
        if (masks == 0 || ++_count > 1) return;
        string which = line == 0 ? "the text" : FormattableString.Invariant($"the text of line {line}");
        context.Warn(
            $"{which} has {Printable.Line(mask)} in it, which is not scored: the other words are, beside a word that "
            + "nobody knows. To have it filled use cloze fill.");
    }

    /// <summary>Says how many there were, where the first was not the only one.</summary>
    public void Finish()
    {
        if (_count <= 1) return;
        context.Warn(FormattableString.Invariant($"{_count} texts have {Printable.Line(mask)} in them."));
    }
}
