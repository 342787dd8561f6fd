using System.CommandLine;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>Rows of the table of options on the command line of a verb.</summary>
/// <param name="rows">The rows.</param>
/// <param name="withDefaultCorpus">Whether the verb has a corpus where none is given.</param>
internal sealed class TableOptions(IEnumerable<TrainingOption> rows, bool withDefaultCorpus = true)
{
    private readonly (TrainingOption Row, Option Option)[] _options =
        [.. rows.Select(row => (row, CliOption.Of(row, withDefaultCorpus || row.Key != "data")))];

    /// <summary>Every option, in the order of the help.</summary>
    public IEnumerable<Option> All => _options.Select(pair => pair.Option);

    /// <summary>What is given; the rest stays open.</summary>
    public TrainingOptions Read(ParseResult parsed)
    {
        var given = new TrainingOptions();
        foreach ((TrainingOption row, Option option) in _options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result) continue;
            given = row.Set(given, row.Kind.Parse([.. result.Tokens.Select(token => token.Value)]));
        }

        return given;
    }
}
