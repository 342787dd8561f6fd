using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze eval</c>: how well a model predicts masked tokens of a text, on masks that never change.</summary>
internal static class EvalCommand
{
    public static readonly string[] Examples =
    [
        "cloze eval my-model --data held-out.txt",
        "cloze eval my-model --data notes/ --json",
        "# two models side by side, with intervals",
        "cloze eval my-model --against other-model --data held-out.txt",
        "cloze eval my-model --input sentences.txt --json > losses.jsonl",
        "# the order of sentences; where it is not said, what the model's run learned",
        "cloze eval my-model --data held-out.txt --objective mlm+sop",
        "# accuracy on minimal pairs, each paradigm and the mean",
        "cloze eval my-model --pairs blimp/",
    ];

    private const string Data = "--data";
    private const string Input = "--input";
    private const string Pairs = "--pairs";

    public static Command Create(CliContext context)
    {
        Argument<string> model = CliOption.Path(
            "model",
            "MODEL",
            "Model folder in the Hugging Face layout, or a model's name on a hub.",
            ArgumentArity.ZeroOrOne);
        var text = new TableOptions(
            [.. TrainingOptionTable.Corpus, .. EvalNextSentence.Options], withDefaultCorpus: false);
        Option<string?> input = SharedOptions.Input();
        Option<string?> pairs = CliOption.Of<string?>(
            Pairs,
            TextKind.Path("PATH"),
            "Minimal pairs in BLiMP's format, a .jsonl file, a folder of them, or - for standard input: how often the "
            + "right sentence is likelier, by two scorers.");
        Option<string?> against = CliOption.Of<string?>(
            "--against", TextKind.Path("MODEL"), "A second model, measured on the same text of --data and compared.");
        Option<int> pseudo = CliOption.Of(
            "--pseudo-tokens",
            NumberKinds.Between(0, 1_000_000),
            "Tokens of --data that the pseudo-perplexity is measured on, each hidden alone; 0 for none.",
            new EvaluationOptions().PseudoTokens);
        Option<bool> skip = SharedOptions.SkipInvalid();
        Option<bool> json = SharedOptions.Json();
        var engine = new EngineFlags();
        var command = new Command("eval", "Measure a model on masked tokens of a text; the masks are fixed for ever.")
        {
            model, against, pseudo, pairs, input, skip, json,
        };
        foreach (Option option in engine.All.Concat(text.All)) command.Add(option);
        (Option Option, string[] Sources)[] uses =
            [(pseudo, [Data]), (skip, [Input]), .. text.All.Select(option => (option, SourcesOf(option)))];
        command.SetAction(async (parsed, cancellation) =>
        {
            string? lines = parsed.GetValue(input);
            TrainingOptions given = text.Read(parsed);
            (string folder, CorpusOptions? corpus) = Part(parsed.GetValue(model), given.ToCorpus());
            string? minimal = parsed.GetValue(pairs), other = parsed.GetValue(against);
            RequireOne((Data, corpus is not null), (Input, lines is not null), (Pairs, minimal is not null));
            if (corpus is null) RequireData(other);
            RequireUse(parsed, corpus is not null ? Data : lines is not null ? Input : Pairs, uses);
            folder = HubFolder.Of(folder, context, cancellation);
            other = other is null ? null : HubFolder.Of(other, context, cancellation);
            bool asJson = parsed.GetValue(json);
            if (corpus is not null)
            {
                var work = new EvalText(corpus, given, parsed.GetValue(pseudo), engine.Read(parsed), context);
                return await work.RunAsync(folder, other, asJson, cancellation);
            }

            using ModelEvaluation evaluation = Load(folder, engine.Read(parsed), context);
            if (minimal is not null)
            {
                return await EvalPairs.RunAsync(evaluation, minimal, asJson, context, cancellation);
            }

            string field = given.TextField ?? TextInput.DefaultField;
            var source = new TextSource(null, null, lines, parsed.GetValue(skip), field);
            return await EvaluateLinesAsync(evaluation, source, asJson, context, cancellation);
        });
        return command;
    }

    /// <summary>Opens a model, and says what its folder lacked.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged, or the device cannot be used.</exception>
    public static ModelEvaluation Load(string folder, EngineOptions engine, CliContext context)
    {
        var evaluation = ModelEvaluation.Load(folder, engine);
        LoadedModel.WarnOfMissing(evaluation.Report, context);
        foreach (string note in evaluation.TokenizerNotes) context.Warn(note);
        return evaluation;
    }

    private static void RequireData(string? against)
    {
        if (against is null) return;
        throw new UsageException(
            "--against compares on the text of --data, which is not given.",
            "cloze eval MODEL --against OTHER --data PATH");
    }

    /// <summary>Makes sure that nothing is given which the text's source would pass over in silence.</summary>
    private static void RequireUse(ParseResult parsed, string source, (Option Option, string[] Sources)[] uses)
    {
        foreach ((Option option, string[] sources) in uses)
        {
            if (sources.Contains(source) || parsed.GetResult(option) is not { Implicit: false }) continue;
            throw new UsageException(
                $"{option.Name} does nothing with {source}.",
                $"Leave it out: it belongs to {string.Join(" and ", sources)}.");
        }
    }

    private static string[] SourcesOf(Option option) => option.Name == "--text-field" ? [Data, Input] : [Data];

    private static void RequireOne(params (string Option, bool IsGiven)[] sources)
    {
        string[] given = [.. sources.Where(source => source.IsGiven).Select(source => source.Option)];
        if (given.Length == 1) return;
        throw new UsageException(
            given.Length == 0 ? "The text is missing." : $"Both {given[0]} and {given[1]} are given.",
            "Name what to evaluate on: one of --data PATH, --input FILE and --pairs PATH.");
    }

    /// <summary>The model stands behind the paths of <c>--data</c> where it stands nowhere else.</summary>
    private static (string Model, CorpusOptions? Corpus) Part(string? model, CorpusOptions? corpus)
    {
        if (model is not null) return (model, corpus);
        if (corpus is { Paths: { Count: > 1 } paths })
        {
            return (paths[^1], corpus with { Paths = [.. paths.SkipLast(1)] });
        }

        throw new UsageException("The model is missing.", "Name its folder: cloze eval MODEL --data PATH.");
    }

    private static Task<int> EvaluateLinesAsync(
        ModelEvaluation evaluation, TextSource input, bool json, CliContext context, CancellationToken cancellation)
    {
        IAsyncEnumerable<EvaluationResult> Many(IAsyncEnumerable<TextRecord> lines)
        {
            IEnumerable<string> texts = lines.ToBlockingEnumerable(cancellation).Select(line => line.Text);
            return evaluation.EvaluateEach(texts, cancellation).ToAsyncEnumerable();
        }

        var work = new TextWork<EvaluationResult>
        {
            One = text => evaluation.Evaluate([text.Text], cancellation),
            Many = Many,
            Print = (_, result) => Write(result, json, context),
            Line = (text, result) =>
                json ? Json.Line(EvaluationJson.From(result, text)) : EvaluationTable.Line(result),
        };
        return Commands.Texts.RunManyAsync(input, context, work, cancellation);
    }

    private static void Write(EvaluationResult result, bool json, CliContext context)
    {
        if (json) context.Output.WriteLine(Json.Line(EvaluationJson.From(result)));
        else EvaluationTable.Write(result, context.OutputConsole);
    }
}
