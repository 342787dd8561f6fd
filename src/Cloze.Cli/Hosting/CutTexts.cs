namespace Cloze.Cli.Hosting;

/// <summary>Texts that were too long, by the tokens that did not fit.</summary>
/// <param name="context">Where it is told.</param>
/// <param name="limit">What they are longer than.</param>
internal sealed class CutTexts(CliContext context, string limit) : NoticedTexts(context)
{
    /// <inheritdoc/>
    protected override string OfAll => $"texts are longer than {limit}";

    /// <inheritdoc/>
    protected override string OfFirst(string which, int times)
    {
        string last = times == 1 ? "last token is" : FormattableString.Invariant($"last {times} tokens are");
        return $"{which} is longer than {limit}: its {last} left out.";
    }
}
