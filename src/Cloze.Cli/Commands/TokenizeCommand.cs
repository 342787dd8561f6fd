using System.CommandLine;
using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Hub;
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
            "Model or tokenizer folder, or its tokenizer.json, vocab.txt or vocab.json.",
            ArgumentArity.ExactlyOne);
        Argument<string?> text = SharedOptions.Text("The text to tokenise.");
        Option<string?> pair = SharedOptions.Pair();
        Option<string?> input = SharedOptions.Input();
        Option<bool> json = SharedOptions.Json();
        Option<string> field = SharedOptions.TextField();
        Option<bool> skip = SharedOptions.SkipInvalid();
        Option<bool> bare = CliOption.Switch("--no-special-tokens", "Leave out [CLS] and [SEP].");
        Option<int?> longest = CliOption.Of<int?>(
            "--max-length", NumberKinds.Between(1, 1_000_000), "Cut to this many tokens.");
        Option<string> unit = SharedOptions.Offsets();
        var command = new Command("tokenize", "Show a text as word pieces, ids, token types, masks and offsets.")
        {
            tokenizer, text, pair, input, field, skip, longest, bare, unit, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            Load(HubFolder.Of(parsed.GetRequiredValue(tokenizer), context, cancellation, HubParts.Tokenizer), context),
            new EncodingOptions
            {
                AddSpecialTokens = !parsed.GetValue(bare),
                MaximumLength = parsed.GetValue(longest),
                Truncation = parsed.GetValue(longest) is null
                    ? TruncationStrategy.None
                    : TruncationStrategy.LongestFirst,
            },
            parsed.GetValue(json),
            parsed.GetRequiredValue(unit),
            TextSource.Of(parsed, text, pair, input, field, skip),
            context,
            cancellation));
        return command;
    }

    private static Tokenizer Load(string path, CliContext context)
    {
        var tokenizer = Tokenizer.Load(path);
        foreach (string note in tokenizer.Notes) context.Warn(note);
        return tokenizer;
    }

    private static Task<int> RunAsync(
        Tokenizer tokenizer,
        EncodingOptions options,
        bool json,
        string unit,
        TextSource texts,
        CliContext context,
        CancellationToken cancellation)
    {
        TextSpan[] Places(TextRecord text, Encoding encoding) => Offsets.Of(encoding, text.Text, text.Pair, unit);
        var cut = new CutTexts(context, FormattableString.Invariant($"--max-length {options.MaximumLength}"));
        Encoding Encode(TextRecord text)
        {
            Encoding encoding = tokenizer.Encode(text.Text, text.Pair, options);
            cut.Add(text.Line, encoding.TokensCut);
            return encoding;
        }

        string JsonLine(TextRecord text, Encoding encoding) =>
            Json.Line(EncodingJson.From(encoding, Places(text, encoding), text));
        void Print(TextRecord text, Encoding encoding)
        {
            if (json) context.Output.WriteLine(JsonLine(text, encoding));
            else EncodingTable.Write(encoding, Places(text, encoding), context.OutputConsole);
        }

        var work = new TextWork<Encoding>
        {
            One = Encode,
            Many = many => many.Select(Encode),
            Print = Print,
            Line = (text, encoding) =>
                json ? JsonLine(text, encoding) : Printable.Line(string.Join(' ', encoding.Tokens)),
            Finish = cut.Finish,
        };
        return Texts.RunAsync(texts, context, work, cancellation);
    }
}
