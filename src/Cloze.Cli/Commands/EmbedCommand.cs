using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Inference;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze embed</c>: texts as vectors, and how alike they are.</summary>
internal static class EmbedCommand
{
    private const string Mean = "mean", Cls = "cls";

    public static readonly string[] Examples =
    [
        "cloze embed my-model \"The cat sat.\" \"A dog lay down.\"",
        "cloze embed my-model \"The cat sat.\" --json",
        "cloze embed my-model --input sentences.txt --json > vectors.jsonl",
        "cloze embed my-model --input lines.txt --pooling cls > vectors.txt",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> model = SharedOptions.Model();
        var texts = new Argument<string[]>("text")
        {
            Description = "The texts; of two and more it is told how alike they are.",
            HelpName = "TEXT",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> input = SharedOptions.Input();
        Option<string> field = SharedOptions.TextField();
        Option<bool> skip = SharedOptions.SkipInvalid();
        Option<bool> json = SharedOptions.Json();
        var engine = new EngineFlags();
        Option<string> pooling = CliOption.Of(
            "--pooling", new WordKind(Mean, Cls), "The mean of all tokens, or the first of them.", Mean);
        Option<bool> raw = CliOption.Switch(
            "--no-normalize", "Leave each vector as long as it is; without this its norm is 1.");
        Option<int?> layer = CliOption.Of<int?>(
            "--layer",
            NumberKinds.Between(0, 10_000, "L"),
            "Whose hidden states: 0 the embeddings', 1 the first layer's; without this the last layer's.");
        var command = new Command("embed", "Turn texts into vectors.")
        {
            model, texts, input, field, skip, pooling, raw, layer, json,
        };
        foreach (Option option in engine.All) command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] given = parsed.GetValue(texts) ?? [];
            string? lines = parsed.GetValue(input);
            RequireOne(given, lines);
            var options = new EmbedOptions
            {
                Pooling = parsed.GetValue(pooling) == Cls ? Pooling.Cls : Pooling.Mean,
                Normalize = !parsed.GetValue(raw),
                Layer = parsed.GetValue(layer),
            };
            using TextEncoder encoder = LoadedModel.LoadEncoder(
                parsed.GetRequiredValue(model), engine.Read(parsed), context, cancellation);
            bool asJson = parsed.GetValue(json);
            if (lines is null) return Embed(encoder, given, options, asJson, context, cancellation);
            var source = new TextSource(
                null, null, lines, parsed.GetValue(skip), parsed.GetRequiredValue(field));
            return await Texts.RunManyAsync(
                source, context, Work(encoder, options, asJson, context, cancellation), cancellation);
        });
        return command;
    }

    private static void RequireOne(string[] texts, string? input)
    {
        if (texts.Length == 0 == input is not null) return;
        throw new UsageException(
            input is null ? "A text is missing." : "Both a text and --input are given.",
            "Give either TEXT or --input FILE.");
    }

    private static int Embed(
        TextEncoder encoder,
        string[] texts,
        EmbedOptions options,
        bool json,
        CliContext context,
        CancellationToken cancellation)
    {
        IReadOnlyList<TextEmbedding> vectors = encoder.EmbedMany(texts, options, cancellation);
        CutTexts cut = LoadedModel.Cut(encoder.Config, context);
        foreach (TextEmbedding vector in vectors) cut.Add(0, vector.TokensCut);
        cut.Finish();
        if (!json)
        {
            EmbeddingTable.Write(texts, vectors, context.OutputConsole);
            return ExitCode.Done;
        }

        foreach (TextEmbedding vector in vectors) context.Output.WriteLine(EmbeddingJson.ToLine(vector));
        return ExitCode.Done;
    }

    private static TextWork<TextEmbedding> Work(
        TextEncoder encoder, EmbedOptions options, bool json, CliContext context, CancellationToken cancellation)
    {
        CutTexts cut = LoadedModel.Cut(encoder.Config, context);
        string Line(TextRecord text, TextEmbedding vector)
        {
            cut.Add(text.Line, vector.TokensCut);
            return json ? EmbeddingJson.ToLine(vector, text) : EmbeddingTable.Line(vector);
        }

        return new TextWork<TextEmbedding>
        {
            One = text => encoder.Embed(new TextPair(text.Text, text.Pair), options, cancellation),
            Many = many => encoder.EmbedManyAsync(
                many.Select(text => new TextPair(text.Text, text.Pair)), options, cancellation),
            Print = (text, vector) => context.Output.WriteLine(Line(text, vector)),
            Line = Line,
            Finish = cut.Finish,
        };
    }
}
