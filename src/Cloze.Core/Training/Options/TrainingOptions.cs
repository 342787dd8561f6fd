using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>
/// What a user asks of a training run. A null leaves the value to the preset's recipe, or on resuming to the run
/// that is resumed.
/// </summary>
[JsonConverter(typeof(TrainingOptionsJson))]
public sealed record TrainingOptions
{
    /// <summary>Where the model goes when nothing is said.</summary>
    public const string DefaultOutput = "cloze-model";

    /// <summary>Files and folders of text; null is the reference documentation that the .NET SDK carries.</summary>
    public IReadOnlyList<string>? Data { get; init; }

    /// <summary>What separates the documents of a text file; a blank line by default.</summary>
    public DocumentRule? Document { get; init; }

    /// <summary>The field of a JSON line that holds the text; "text" by default.</summary>
    public string? TextField { get; init; }

    /// <summary>Whether invalid UTF-8 is replaced by U+FFFD in place of stopping.</summary>
    public bool? ReplaceInvalid { get; init; }

    /// <summary>What ends a sentence, for objectives with pairs; by default the text's own marks.</summary>
    public SentenceRule? Sentences { get; init; }

    /// <summary>
    /// Whether documents that are nearly the same as one before are left out; they are kept by default.
    /// </summary>
    public bool? NearDuplicates { get; init; }

    /// <summary>
    /// Share of the documents that are held out, in [0, 0.9]; 0.1 by default. With 0 all is trained on, and the tenth
    /// of the default is evaluated on, too.
    /// </summary>
    public double? HeldOut { get; init; }

    /// <summary>Files and folders to evaluate on in place of a held-out share; nothing is held out then.</summary>
    public IReadOnlyList<string>? Validation { get; init; }

    /// <summary>The model folder to write.</summary>
    public string? Output { get; init; }

    /// <summary>Size of a new model; tiny by default.</summary>
    public Preset? Preset { get; init; }

    /// <summary>Pieces of a new vocabulary, in [6, 1,000,000], special ones among them; 8,192 by default.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Whether a new vocabulary keeps capitals and accents.</summary>
    public bool? Cased { get; init; }

    /// <summary>The kind of a new vocabulary; word pieces by default.</summary>
    public VocabularyKind? VocabularyKind { get; init; }

    /// <summary>A folder or file whose tokenizer is used in place of training one.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>What is learned; masked words alone by default.</summary>
    public TrainingObjective? Objective { get; init; }

    /// <summary>A model folder to continue from.</summary>
    public string? From { get; init; }

    /// <summary>
    /// Words of the corpus, at most so many, that become pieces of the vocabulary of the model to continue from, or
    /// merges that it learns where it is of byte-level byte pairs, in [1, 1,000,000]. One of unigrams has none of this.
    /// </summary>
    public int? ExtendVocabulary { get; init; }

    /// <summary>What of the model to continue from does not learn; nothing by default.</summary>
    public FrozenPart? Freeze { get; init; }

    /// <summary>Minutes of training; 10 by default. At most one of minutes, steps, tokens, epochs is given.</summary>
    public double? Minutes { get; init; }

    /// <summary>Optimizer steps.</summary>
    public int? Steps { get; init; }

    /// <summary>Tokens to read, special tokens included.</summary>
    public long? Tokens { get; init; }

    /// <summary>Passes over the corpus, above 0.</summary>
    public double? Epochs { get; init; }

    /// <summary>Tokens of a batch, in [sequence length, 1,048,576].</summary>
    public int? BatchTokens { get; init; }

    /// <summary>Longest sequence in tokens, in [8, 4,096]; a longer document becomes several sequences.</summary>
    public int? SequenceLength { get; init; }

    /// <summary>What is masked together; single tokens by default.</summary>
    public MaskingStrategy? Masking { get; init; }

    /// <summary>
    /// Share of the ordinary tokens masked in training, in [0.01, 0.9]: one, or one that changes over the run.
    /// </summary>
    public MaskRate? MaskRate { get; init; }

    /// <summary>
    /// Share of the run, at its end, that has the last mask rate, in [0, 0.9], the first one holding until then; 0, the
    /// default, goes from one to the other in a straight line.
    /// </summary>
    public float? MaskTail { get; init; }

    /// <summary>Whether a sequence's masks do not come again in later epochs until all of it was asked for.</summary>
    public bool? DisjointMasks { get; init; }

    /// <summary>
    /// Pieces that a step draws to stand for all that its batch does not hold in the softmax of its loss, in
    /// [0, 1,000,000]; 0 computes the whole vocabulary, as a CUDA device always does.
    /// </summary>
    public int? SampledPieces { get; init; }

    /// <summary>The highest learning rate, in (0, 1].</summary>
    public float? LearningRate { get; init; }

    /// <summary>Share of the budget over which the rate rises, in [0, 0.9].</summary>
    public float? Warmup { get; init; }

    /// <summary>Decoupled weight decay, in [0, 1].</summary>
    public float? WeightDecay { get; init; }

    /// <summary>Dropout, in [0, 0.9].</summary>
    public float? Dropout { get; init; }

    /// <summary>AdamW's decay of the second moment, in [0, 0.999999].</summary>
    public double? Beta2 { get; init; }

    /// <summary>The greatest norm of the gradients, above 0.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>By which rule gradients change the weights; AdamW by default.</summary>
    public OptimizerKind? Optimizer { get; init; }

    /// <summary>AdamW's decay of the first moment, in [0, 0.999999].</summary>
    public double? Beta1 { get; init; }

    /// <summary>
    /// After how many tokens a squared gradient counts half in the second moment: <see cref="Beta2"/> is then
    /// 0.5^(tokens of a step / half-life).
    /// </summary>
    public long? Beta2HalfLife { get; init; }

    /// <summary>Added to the root of the second moment, in (0, 1].</summary>
    public float? Epsilon { get; init; }

    /// <summary>
    /// About how many of the last steps' weights are averaged, in [0, 1,000,000]; the better of average and last
    /// weights by held-out loss is the model. 0, the default, averages none.
    /// </summary>
    public int? AverageSteps { get; init; }

    /// <summary>How the rate falls after the warm-up; in a straight line by default.</summary>
    public ScheduleKind? Schedule { get; init; }

    /// <summary>
    /// Share of the budget, its last, over which the rate of <see cref="ScheduleKind.Wsd"/> falls, in (0, 1].
    /// </summary>
    public float? Cooldown { get; init; }

    /// <summary>Batches of an optimizer step, in [1, 4,096]; 1 by default.</summary>
    public int? Accumulation { get; init; }

    /// <summary>
    /// Parts of the run with a longest sequence each, in place of <see cref="SequenceLength"/>; evaluation has the
    /// longest.
    /// </summary>
    public SequencePhases? Phases { get; init; }

    /// <summary>Share of the budget over which the tokens of a step rise from an eighth to all, in [0, 0.9].</summary>
    public float? BatchWarmup { get; init; }

    /// <summary>
    /// How often a part of the held-out text is evaluated in the course of the run, in [0, 10,000]; 10 by default.
    /// </summary>
    public int? Evaluations { get; init; }

    /// <summary>After how many evaluations without a lower held-out loss the run ends; never by default.</summary>
    public int? Patience { get; init; }

    /// <summary>Seed of first weights, order, masks and dropout; 0 by default.</summary>
    public ulong? Seed { get; init; }

    /// <summary>"cpu", the default; "cuda" for the first CUDA device, "cuda:1" for the second.</summary>
    public string? Device { get; init; }

    /// <summary>In what a CUDA device computes; bfloat16 by default.</summary>
    public ComputePrecision? Precision { get; init; }

    /// <summary>Threads, in [0, 1,024]; 0, the default, takes every core. The result does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>First weights of a new model; from the corpus by default.</summary>
    public InitializationKind? Initialization { get; init; }

    /// <summary>Minutes from one saved checkpoint to the next, above 0; 3 by default.</summary>
    public double? CheckpointMinutes { get; init; }

    /// <summary>Steps from one saved checkpoint to the next, in place of minutes, at least 1.</summary>
    public int? CheckpointSteps { get; init; }

    /// <summary>How many of the last checkpoints are kept, in [1, 1,000]; 2 by default.</summary>
    public int? KeepCheckpoints { get; init; }

    /// <summary>What a run does when three steps in a row could not be applied; it goes back by default.</summary>
    public DivergencePolicy? OnDivergence { get; init; }

    /// <summary>
    /// How far above the median of the last losses a loss may be, in robust standard deviations; the step of a greater
    /// one is not applied. In [0, 1,000,000]; 10 by default, 0 applies every step that is finite.
    /// </summary>
    public double? SpikeLimit { get; init; }

    /// <summary>
    /// Whether the backward pass computes activations again in place of keeping them: less memory, more time, the same
    /// bits.
    /// </summary>
    public bool? Recompute { get; init; }

    /// <summary>Whether an interrupted run in the output folder goes on.</summary>
    public bool? Resume { get; init; }

    /// <summary>Whether another model in the output folder is replaced.</summary>
    public bool? Force { get; init; }

    /// <summary>Whether the time of each operation is measured.</summary>
    public bool? Profile { get; init; }

    /// <summary>Whether a second task is learned, on pairs of texts.</summary>
    [MemberNotNullWhen(true, nameof(Objective))]
    internal bool LearnsPairs => Objective is not (null or TrainingObjective.MaskedWords);

    /// <summary>How long the run trains, where that is given.</summary>
    internal Budget Budget => new() { Minutes = Minutes, Steps = Steps, Tokens = Tokens, Epochs = Epochs };

    /// <summary>Reads options from a JSON file.</summary>
    /// <exception cref="ClozeException">
    /// The file is missing, is no JSON object, holds an unknown key, or a value of the wrong type or range.
    /// </exception>
    public static TrainingOptions Load(string path) => TrainingOptionsJson.Load(path);

    /// <summary>
    /// These options, with each value of <paramref name="over"/> that is given in its place; a budget takes the place
    /// of a budget of another measure.
    /// </summary>
    public TrainingOptions With(TrainingOptions over)
    {
        TrainingOptions merged = over.Budget == new Budget() ? this : WithBudget(new Budget());
        foreach (TrainingOption option in TrainingOptionTable.All)
        {
            if (option.Get(over) is { } value) merged = option.Set(merged, value);
        }

        return merged;
    }

    /// <summary>The same with another budget.</summary>
    internal TrainingOptions WithBudget(Budget budget) => this with
    {
        Minutes = budget.Minutes,
        Steps = budget.Steps,
        Tokens = budget.Tokens,
        Epochs = budget.Epochs,
    };

    /// <summary>The corpus that is asked for; null is the reference documentation that the .NET SDK carries.</summary>
    public CorpusOptions? ToCorpus() => Data is not { } paths ? null : new CorpusOptions
    {
        Paths = paths,
        DocumentRule = Document ?? DocumentRule.BlankLine,
        TextField = TextField ?? "text",
        ReplaceInvalid = ReplaceInvalid ?? false,
    };

    /// <summary>The same, what is read named by full paths, so that it means the same from any folder.</summary>
    internal TrainingOptions WithFullPaths() => this with
    {
        Data = Data?.Select(Path.GetFullPath).ToArray(),
        Validation = Validation?.Select(Path.GetFullPath).ToArray(),
        Tokenizer = Tokenizer is null ? null : Path.GetFullPath(Tokenizer),
        From = From is null ? null : Path.GetFullPath(From),
    };

    /// <summary>The same without the names of files and folders.</summary>
    internal TrainingOptions WithoutPaths() => this with
    {
        Data = null,
        Validation = null,
        Output = null,
        Tokenizer = null,
        From = null,
    };

    /// <summary>The options as JSON, only what is given.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingOptions);

    /// <summary>Checks every given value against its range and each against the others.</summary>
    /// <exception cref="ClozeException">A value is outside its range, or two exclude each other.</exception>
    public void Validate() => TrainingOptionsRules.Check(this);
}
