using Cloze.Data;

namespace Cloze.Cli.Commands;

/// <summary>What a verb does with texts, and how it prints its answers.</summary>
internal sealed record TextWork<TAnswer>
{
    /// <summary>Answers one text.</summary>
    public required Func<TextRecord, TAnswer> One { get; init; }

    /// <summary>Answers many, in their order.</summary>
    public required Func<IAsyncEnumerable<TextRecord>, IAsyncEnumerable<TAnswer>> Many { get; init; }

    /// <summary>Prints the answer to the one text of the command line.</summary>
    public required Action<TextRecord, TAnswer> Print { get; init; }

    /// <summary>The answer to one of many, as a line of output.</summary>
    public required Func<TextRecord, TAnswer, string> Line { get; init; }

    /// <summary>Throws for one of many texts that will be refused, as far as that is cheap to tell.</summary>
    public Action<TextRecord> Check { get; init; } = _ => { };

    /// <summary>Says what is left to say once all are answered.</summary>
    public Action Finish { get; init; } = () => { };
}
