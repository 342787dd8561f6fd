using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Data;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>The flags of <c>prepare</c> that training does not have.</summary>
internal sealed class PrepareFlags
{
    private const int DefaultMegabytes = 512;

    private readonly Option<string> _output = CliOption.Of(
        "--out", TextKind.Path("DIR"), "Folder of the store.", "cloze-store");

    private readonly Option<int> _memory = CliOption.Of(
        "--memory",
        NumberKinds.Between((int)(StoreOptions.LeastMemory >> 20), 1 << 20, "MB"),
        "Megabytes that preparing may take, learning a vocabulary aside; 512 at least with --near-duplicates. The "
            + "store is the same for any.",
        DefaultMegabytes);

    private readonly Option<PartOfParts?> _part = CliOption.Of<PartOfParts?>(
        "--shard",
        new PartKind(),
        "Prepare one of so many parts, from 1; train reads them as one store. Needs --tokenizer.");

    private readonly Option<bool> _resume = CliOption.Switch("--resume", "Go on where a preparation was interrupted.");

    private readonly Option<bool> _append = CliOption.Switch(
        "--append", "Add the files that are not in the store yet.");

    private readonly Option<bool> _check = CliOption.Switch(
        "--check", "Prepare nothing: read the store whole and check it.");

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_output, _memory, _part, _resume, _append, _check];

    /// <summary>The folder of the store.</summary>
    public string Output(ParseResult parsed) => parsed.GetRequiredValue(_output);

    /// <summary>Whether a store is only checked.</summary>
    /// <exception cref="UsageException">It is asked to be prepared as well.</exception>
    public bool IsCheck(ParseResult parsed)
    {
        if (!parsed.GetValue(_check)) return false;
        Option[] preparing = [_part, _resume, _append];
        Option? given = preparing.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (given is null) return true;
        throw new UsageException(
            $"{given.Name} does nothing with {_check.Name}.",
            $"Leave one of them out: {_check.Name} prepares nothing and reads the store whole.");
    }

    /// <summary>What is asked.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="given">The options that training has, too.</param>
    /// <exception cref="UsageException">No text is named, or options do not go together.</exception>
    public StoreOptions Read(ParseResult parsed, TrainingOptions given)
    {
        if (given.ToCorpus() is not { } corpus)
        {
            throw new UsageException("cloze prepare needs --data.", "Name the files and folders of text.");
        }

        try
        {
            given.Validate();
        }
        catch (ClozeException error)
        {
            throw new UsageException(error.Message, error.Hint);
        }

        PartOfParts part = parsed.GetValue(_part) ?? new PartOfParts(1, 1);
        var defaults = new StoreOptions { Corpus = corpus, Output = Output(parsed) };
        return defaults with
        {
            Tokenizer = given.Tokenizer,
            VocabularySize = given.VocabularySize ?? defaults.VocabularySize,
            Cased = given.Cased == true,
            VocabularyKind = given.VocabularyKind ?? defaults.VocabularyKind,
            Sentences = given.Sentences,
            NearDuplicates = given.NearDuplicates == true,
            HeldOut = given.HeldOut ?? defaults.HeldOut,
            Threads = given.Threads ?? 0,
            Memory = (long)parsed.GetValue(_memory) << 20,
            Part = part.Part,
            Parts = part.Parts,
            Given = [.. TrainingOptionTable.All.Where(row => row.Get(given) is not null).Select(row => row.Key)],
            Resume = parsed.GetValue(_resume),
            Append = parsed.GetValue(_append),
        };
    }
}
