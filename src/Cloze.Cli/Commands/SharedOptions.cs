using System.CommandLine;
using Cloze.Compute;
using Cloze.Data;
using Cloze.Training;

namespace Cloze.Cli.Commands;

/// <summary>Arguments and options that several verbs have in common.</summary>
internal static class SharedOptions
{
    public static Argument<string> Model() => CliOption.Path(
        "model",
        "MODEL",
        "Model folder in the Hugging Face layout, or a model's name on a hub.",
        ArgumentArity.ExactlyOne);

    public static Argument<string?> Text(string description) =>
        new("text") { Description = description, HelpName = "TEXT", Arity = ArgumentArity.ZeroOrOne };

    public static Option<bool> Json() =>
        CliOption.Switch("--json", "Print the result as JSON, one object or list a line.");

    public static Option<string?> Input() => CliOption.Of<string?>(
        "--input",
        TextKind.Path("FILE"),
        "Read many texts, one a line (plain, or JSON with text and optional pair); - is standard input. "
        + "A line without an answer is an error on standard error; the others are answered, and the exit code is 1.");

    public static Option<string> TextField() => CliOption.Of(
        "--text-field",
        TrainingOptionTable.Of("text_field").Kind,
        "Field of a JSON line of --input that holds the text.",
        TextInput.DefaultField);

    public static Option<bool> SkipInvalid() => CliOption.Switch(
        "--skip-invalid",
        "Leave out lines of --input that have no answer: they are only counted, and the exit code is 0.");

    public static Option<string?> Pair() =>
        new("--pair") { Description = "A second text, as the second segment.", HelpName = "TEXT" };

    public static Option<string> Offsets() => CliOption.Of(
        "--offsets",
        new WordKind(Rendering.Offsets.CodePoints, Rendering.Offsets.Utf16),
        "What offsets count: code points as Python does, or UTF-16 units as .NET and JavaScript do.",
        Rendering.Offsets.CodePoints);

    public static Option<int> Threads() => CliOption.Of(
        "--threads", TrainingOptionTable.Of("threads").Kind, "Threads to compute with; 0 for one a core.", 0);

    public static Option<string> Device(string defaultValue) => CliOption.Of(
        "--device",
        TrainingOptionTable.Of("device").Kind,
        "Where to compute: the processor, or a CUDA device.",
        defaultValue);

    public static Option<ComputePrecision?> Precision() => CliOption.Of<ComputePrecision?>(
        "--precision",
        new ChoiceKind<ComputePrecision>(),
        "In what a CUDA device computes, bf16 unless it is given; int8 multiplies bytes on the processor.");

    public static Option<int> TopK(string description, int defaultValue) =>
        CliOption.Of("--top-k", NumberKinds.Between(1, 1_000_000, "K"), description, defaultValue);
}
