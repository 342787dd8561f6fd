namespace Cloze.Cli.Hosting;

/// <summary>
/// Texts of which there is something to say: the first is told when it is met, how many they were at the end.
/// </summary>
/// <param name="context">Where it is told.</param>
internal abstract class NoticedTexts(CliContext context)
{
    private long _count;

    /// <summary>What is said at the end of all, behind their number: "texts are too long".</summary>
    protected abstract string OfAll { get; }

    /// <summary>Hears of a text.</summary>
    /// <param name="line">Its line in the input; 0 for the one text of a command line.</param>
    /// <param name="times">How often it has what is noticed; 0 for none.</param>
    public void Add(long line, int times)
    {
        if (times == 0 || ++_count > 1) return;
        context.Warn(OfFirst(
            line == 0 ? "the text" : FormattableString.Invariant($"the text of line {line}"), times));
    }

    /// <summary>Says how many there were, where the first was not the only one.</summary>
    public void Finish()
    {
        if (_count > 1) context.Warn(FormattableString.Invariant($"{_count} {OfAll}."));
    }

    /// <summary>What is said of the first.</summary>
    /// <param name="which">The text, in words.</param>
    /// <param name="times">How often it has what is noticed.</param>
    protected abstract string OfFirst(string which, int times);
}
