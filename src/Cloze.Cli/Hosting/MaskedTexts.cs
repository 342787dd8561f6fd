namespace Cloze.Cli.Hosting;

/// <summary>Scored texts with masks in them, which have no score of their own.</summary>
/// <param name="context">Where it is told.</param>
/// <param name="mask">How the model writes a mask.</param>
internal sealed class MaskedTexts(CliContext context, string mask) : NoticedTexts(context)
{
    /// <inheritdoc/>
    protected override string OfAll => $"texts have {Printable.Line(mask)} in them";

    /// <inheritdoc/>
    protected override string OfFirst(string which, int times) =>
        $"{which} has {Printable.Line(mask)} in it, which is not scored: the other words are, beside a word that "
        + "nobody knows. To have it filled use cloze fill.";
}
