using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Text;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary><c>cloze tokenize</c>: a text as word pieces, ids, types, masks and offsets.</summary>
internal static class TokenizeCommand
{
    public static readonly string[] Examples =
    [
        "cloze tokenize my-model \"The cat sat on the mat.\"",
        "cloze tokenize my-model/vocab.txt \"Who sat?\" --pair \"The cat sat.\" --json",
        "cloze tokenize my-model --input lines.txt --json > tokens.jsonl",
    ];

    public static Command Create(CliContext context)
    {
        Argument<string> tokenizer = CliOption.Path(
            "tokenizer",
            "MODEL|TOKENIZER",
            "Model or tokenizer folder, or its tokenizer.json or vocab.txt.",
            ArgumentArity.ExactlyOne);
        Argument<string?> text = SharedOptions.Text("The text to tokenise.");
        Option<string?> pair = SharedOptions.Pair();
        Option<string?> input = SharedOptions.Input();
        Option<bool> json = SharedOptions.Json();
        Option<bool> bare = CliOption.Switch("--no-special-tokens", "Leave out [CLS] and [SEP].");
        Option<int?> longest = CliOption.Of<int?>(
            "--max-length", NumberKinds.Between(1, 1_000_000), "Cut to this many tokens.");
        var command = new Command("tokenize", "Show a text as word pieces, ids, token types, masks and offsets.")
        {
            tokenizer, text, pair, input, longest, bare, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            Tokenizer.Load(parsed.GetRequiredValue(tokenizer)),
            new EncodingOptions
            {
                AddSpecialTokens = !parsed.GetValue(bare),
                MaximumLength = parsed.GetValue(longest),
                Truncation = parsed.GetValue(longest) is null
                    ? TruncationStrategy.None
                    : TruncationStrategy.LongestFirst,
            },
            parsed.GetValue(json),
            (parsed.GetValue(text), parsed.GetValue(pair), parsed.GetValue(input)),
            context,
            cancellation));
        return command;
    }

    private static Task<int> RunAsync(
        Tokenizer tokenizer,
        EncodingOptions options,
        bool json,
        (string? Text, string? Pair, string? Input) texts,
        CliContext context,
        CancellationToken cancellation)
    {
        Encoding Encode(BatchItem item) => tokenizer.Encode(item.Text, item.Pair, options);
        string Line(BatchItem item) =>
            json ? Json.Line(EncodingJson.From(Encode(item))) : string.Join(' ', Encode(item).Tokens);
        void One(BatchItem item)
        {
            if (json) context.Output.WriteLine(Line(item));
            else EncodingTable.Write(Encode(item), context.OutputConsole);
        }

        return Texts.RunAsync(
            texts.Text, texts.Pair, texts.Input, context, One, items => items.Select(Line), cancellation);
    }
}
