namespace Cloze.Cli.Hosting;

/// <summary>Texts that were too long: the first is told when it is met, how many they were at the end.</summary>
/// <param name="context">Where it is told.</param>
/// <param name="limit">What they are longer than.</param>
internal sealed class CutTexts(CliContext context, string limit)
{
    private long _count;

    /// <summary>Hears of a text.</summary>
    /// <param name="line">Its line in the input; 0 for the one text of a command line.</param>
    /// <param name="tokensCut">How many of its tokens did not fit.</param>
    public void Add(long line, int tokensCut)
    {
        if (tokensCut == 0 || ++_count > 1) return;
        string which = line == 0 ? "the text" : FormattableString.Invariant($"the text of line {line}");
        string last = tokensCut == 1 ? "last token is" : FormattableString.Invariant($"last {tokensCut} tokens are");
        context.Warn($"{which} is longer than {limit}: its {last} left out.");
    }

    /// <summary>Says how many there were, where the first was not the only one.</summary>
    public void Finish()
    {
        if (_count > 1) context.Warn(FormattableString.Invariant($"{_count} texts are longer than {limit}."));
    }
}
