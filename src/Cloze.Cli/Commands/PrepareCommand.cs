using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Hub;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze prepare</c>: tokenises a corpus once, into a store that <c>train</c> reads.</summary>
internal static class PrepareCommand
{
    public static readonly string[] Examples =
    [
        "cloze prepare --data books/ --out store",
        "cloze train --data store",
        "# go on after Ctrl-C or a crash; add files later",
        "cloze prepare --data books/ --out store --resume",
        "cloze prepare --data more-books/ --out store --append",
        "# with the tokenizer of a model, by its folder or its name on a hub",
        "cloze prepare --data books/ --tokenizer bert-base-uncased --out store",
        "# with sentences, to train on pairs of them",
        "cloze prepare --data books/ --out store --sentences text",
        "# without documents that nearly repeat an earlier one",
        "cloze prepare --data crawl/ --out store --near-duplicates",
        "# the second of eight parts, each prepared by a process or machine of its own",
        "cloze prepare --data books/ --tokenizer store --out parts --shard 2/8",
        "# read a store whole and check it",
        "cloze prepare --out store --check",
    ];

    private const string Interrupted = "interrupted; what is finished stays, --resume goes on";

    private static readonly string[] s_keys =
    [
        "data", "document", "text_field", "replace_invalid", "held_out", "tokenizer", "vocabulary_size",
        "vocabulary_kind", "cased", "sentences", "near_duplicates", "threads",
    ];

    public static Command Create(CliContext context)
    {
        var corpus = new TableOptions(s_keys.Select(TrainingOptionTable.Of), withDefaultCorpus: false);
        var flags = new PrepareFlags();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("prepare", "Tokenise a corpus of any size once, into a store that train reads.");
        foreach (Option option in corpus.All.Concat(flags.All)) command.Add(option);
        command.Add(json);
        command.SetAction((parsed, cancellation) => RunAsync(
            flags.IsCheck(parsed) ? null : flags.Read(parsed, corpus.Read(parsed)),
            flags.Output(parsed),
            parsed.GetValue(json),
            context,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        StoreOptions? options, string output, bool json, CliContext context, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<StoreSummary> stores = options is null
                ? StorePreparation.Check(output, cancellation)
                : [await PrepareAsync(WithFolder(options, context, cancellation), context, cancellation)];
            foreach (StoreSummary store in stores)
            {
                if (json) context.Output.WriteLine(Json.Line(PreparedJson.From(store)));
                else StoreTable.Write(store, isChecked: options is null, context.OutputConsole);
            }

            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine(Interrupted);
            return ExitCode.Interrupted;
        }
    }

    // A name on a hub becomes a folder before anything else is done.
    private static StoreOptions WithFolder(
        StoreOptions options, CliContext context, CancellationToken cancellation) => options with
        {
            Tokenizer = options.Tokenizer is { } name
                ? HubFolder.Of(name, context, cancellation, HubParts.Tokenizer)
                : null,
        };

    private static async Task<StoreSummary> PrepareAsync(
        StoreOptions options, CliContext context, CancellationToken cancellation)
    {
        var progress = new LastProgress();
        StoreSummary store = await InputProgress.RunAsync(
            context,
            context.ErrorIsTerminal,
            () => progress.Share,
            () => progress.Tokens,
            () => Task.Run(() => StorePreparation.Run(options, progress, cancellation), CancellationToken.None),
            "tokens");
        if (store.HeldOutDocuments == 0)
        {
            context.Warn(
                "No document is held out: train needs other text to evaluate on, or more is to be appended.");
        }

        return store;
    }

    /// <summary>Keeps what was told last, for whoever draws it.</summary>
    private sealed class LastProgress : IProgress<StoreProgress>
    {
        private readonly Lock _lock = new();
        private StoreProgress _last;

        public double? Share
        {
            get
            {
                lock (_lock) return _last.Bytes == 0 || _last.IsLearning ? null : (double)_last.BytesRead / _last.Bytes;
            }
        }

        public long Tokens
        {
            get
            {
                lock (_lock) return _last.Tokens;
            }
        }

        public void Report(StoreProgress value)
        {
            lock (_lock) _last = value;
        }
    }
}
