using System.CommandLine;
using Cloze.Data;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>The options of <c>cloze train</c>, and how they become <see cref="TrainingOptions"/>.</summary>
internal sealed class TrainOptionSet
{
    private readonly Option<string[]> _data = new("--data")
    {
        Description = "Files and folders of text (.txt, .md, .jsonl, each also .gz). Without it: the .NET SDK's "
            + "reference documentation.",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<DocumentRule?> _document = new("--document")
    {
        Description = "What separates the documents of a text file.",
        HelpName = "blank-line|line|file",
        CustomParser = result => KebabEnum.Parse<DocumentRule>(result),
    };

    private readonly Option<string?> _textField =
        Value<string?>("--text-field", "NAME", "Field of a JSON line that holds the text. [default: text]");

    private readonly Option<bool> _replaceInvalid = new("--replace-invalid")
    {
        Description = "Replace invalid UTF-8 in place of stopping.",
    };

    private readonly Option<string?> _out =
        Value<string?>("--out", "DIR", $"Model folder to write. [default: {TrainingOptions.DefaultOutput}]");

    private readonly Option<Preset?> _preset = new("--preset")
    {
        Description = "Size: L2 H128, L4 H256, L4 H512 or L12 H768, each with its recipe. [default: tiny]",
        HelpName = "tiny|mini|small|base",
        CustomParser = result => KebabEnum.Parse<Preset>(result),
    };

    private readonly Option<int?> _vocabularySize =
        Value<int?>("--vocab-size", "N", "Pieces of a new vocabulary. [default: 8192]");

    private readonly Option<string?> _tokenizer =
        Value<string?>("--tokenizer", "DIR", "Use this tokenizer in place of training one.");

    private readonly Option<string?> _from =
        Value<string?>("--from", "DIR", "Continue from a model in the Hugging Face layout.");

    private readonly Option<double?> _minutes = Value<double?>("--minutes", "N", "Train for this long. [default: 10]");
    private readonly Option<int?> _steps = Value<int?>("--steps", "N", "Train for this many optimizer steps.");
    private readonly Option<long?> _tokens = Value<long?>("--tokens", "N", "Train on this many tokens.");
    private readonly Option<int?> _batchTokens = Value<int?>("--batch-tokens", "N", "Tokens of an optimizer step.");

    private readonly Option<int?> _sequenceLength =
        Value<int?>("--sequence-length", "N", "Longest sequence in tokens; longer documents are cut.");

    private readonly Option<float?> _maskRate =
        Value<float?>("--mask-rate", "RATE", "Share of the tokens to predict in training; evaluation has 0.15.");

    private readonly Option<float?> _learningRate =
        Value<float?>("--learning-rate", "RATE", "Highest learning rate, at the end of the warm-up.");

    private readonly Option<float?> _warmup =
        Value<float?>("--warmup", "SHARE", "Share of the budget over which the rate rises.");

    private readonly Option<float?> _weightDecay =
        Value<float?>("--weight-decay", "RATE", "Decoupled weight decay of matrices.");

    private readonly Option<float?> _dropout =
        Value<float?>("--dropout", "RATE", "Dropout of hidden states and attention probabilities.");

    private readonly Option<ulong?> _seed =
        Value<ulong?>("--seed", "N", "Seed of weights, order, masks and dropout. [default: 0]");

    private readonly Option<int?> _threads =
        Value<int?>("--threads", "N", "Threads; 0 for one a core. The result does not depend on it. [default: 0]");

    private readonly Option<InitializationKind?> _initialization = new("--initialization")
    {
        Description = "First weights: from the corpus's statistics, or BERT's random ones. [default: corpus]",
        HelpName = "corpus|random",
        CustomParser = result => KebabEnum.Parse<InitializationKind>(result),
    };

    private readonly Option<double?> _checkpointMinutes =
        Value<double?>("--checkpoint-minutes", "N", "Minutes from one checkpoint to the next. [default: 3]");

    private readonly Option<bool> _recompute = new("--recompute")
    {
        Description = "Compute activations again in the backward pass in place of keeping them: for base and 4,096 "
            + "tokens a step 2.3 GB in place of 3.7, each step about a quarter longer, the same result.",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on with the interrupted run in the output folder.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace another model in the output folder.",
    };

    private readonly Option<bool> _profile = new("--profile") { Description = "Print the time of each operation." };

    private readonly Option<string?> _config =
        Value<string?>("--config", "FILE.json", "Options from a file; the command line goes before it.");

    /// <summary>Every option, in the order of the help.</summary>
    public IEnumerable<Option> All =>
    [
        _data, _document, _textField, _replaceInvalid, _out, _preset, _vocabularySize, _tokenizer, _from,
        _minutes, _steps, _tokens, _batchTokens, _sequenceLength, _maskRate, _learningRate, _warmup, _weightDecay,
        _dropout, _seed, _threads, _initialization, _checkpointMinutes, _recompute, _resume, _force, _profile,
        _config,
    ];

    /// <summary>The options given, over those of the <c>--config</c> file.</summary>
    /// <exception cref="ClozeException">The file cannot be read or holds an unknown key.</exception>
    public TrainingOptions Read(ParseResult parsed)
    {
        TrainingOptions given = ReadGiven(parsed);
        return parsed.GetValue(_config) is { } file ? TrainingOptions.Load(file).With(given) : given;
    }

    private TrainingOptions ReadGiven(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(_data) is { Length: > 0 } paths ? paths : null,
        Document = parsed.GetValue(_document),
        TextField = parsed.GetValue(_textField),
        ReplaceInvalid = Flag(parsed, _replaceInvalid),
        Output = parsed.GetValue(_out),
        Preset = parsed.GetValue(_preset),
        VocabularySize = parsed.GetValue(_vocabularySize),
        Tokenizer = parsed.GetValue(_tokenizer),
        From = parsed.GetValue(_from),
        Minutes = parsed.GetValue(_minutes),
        Steps = parsed.GetValue(_steps),
        Tokens = parsed.GetValue(_tokens),
        BatchTokens = parsed.GetValue(_batchTokens),
        SequenceLength = parsed.GetValue(_sequenceLength),
        MaskRate = parsed.GetValue(_maskRate),
        LearningRate = parsed.GetValue(_learningRate),
        Warmup = parsed.GetValue(_warmup),
        WeightDecay = parsed.GetValue(_weightDecay),
        Dropout = parsed.GetValue(_dropout),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Initialization = parsed.GetValue(_initialization),
        CheckpointMinutes = parsed.GetValue(_checkpointMinutes),
        Recompute = Flag(parsed, _recompute),
        Resume = Flag(parsed, _resume),
        Force = Flag(parsed, _force),
        Profile = Flag(parsed, _profile),
    };

    private static bool? Flag(ParseResult parsed, Option<bool> option) => parsed.GetValue(option) ? true : null;

    private static Option<T> Value<T>(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };
}
