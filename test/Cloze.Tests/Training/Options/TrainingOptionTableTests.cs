using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>The table of options is whole, and everything that follows from it agrees with it.</summary>
public sealed class TrainingOptionTableTests
{
    public static TheoryData<string> Keys => [.. TrainingOptionTable.All.Select(option => option.Key)];

    [Fact]
    public void Every_property_has_one_row_and_every_row_a_property()
    {
        string[] properties =
        [
            .. typeof(TrainingOptions).GetProperties()
                .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)),
        ];

        Assert.Equal(properties.Order(), TrainingOptionTable.All.Select(option => option.Key).Order());
        Assert.Distinct(TrainingOptionTable.All.Select(option => option.Flag));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_row_reads_its_own_property_and_no_other(string key)
    {
        TrainingOption option = TrainingOptionTable.Of(key);
        object value = option.Kind.Parse(option.Kind.IsSwitch ? [] : [Word(option.Kind)])!;

        TrainingOptions options = option.Set(new TrainingOptions(), value);

        Assert.Same(value, option.Get(options) is string or IReadOnlyList<string> ? option.Get(options) : value);
        Assert.Equal(option.Kind.Show(value), option.Kind.Show(option.Get(options)!));
        using JsonDocument json = JsonDocument.Parse(options.ToJson());
        Assert.Equal(key, Assert.Single(json.RootElement.EnumerateObject()).Name);
        Assert.Equal(new TrainingOptions(), option.Set(options, null));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_row_is_sound(string key)
    {
        TrainingOption option = TrainingOptionTable.Of(key);

        Assert.EndsWith(".", option.Help);
        Assert.All(option.Excludes, other => Assert.NotNull(TrainingOptionTable.TryFind(other)));
        if (option.Default is { } value) Assert.Null(option.Kind.Complaint(value));
        if (!option.IsKept) Assert.True(option.MayChangeOnResume);
    }

    [Theory]
    [InlineData("learning-rate", "learning_rate")]
    [InlineData("vocab_size", "vocabulary_size")]
    [InlineData("out", "output")]
    [InlineData("minuts", "minutes")]
    [InlineData("epochs", "epochs")]
    [InlineData("num_train_epochs", "epochs")]
    [InlineData("gradient_accumulation_steps", "accumulation")]
    [InlineData("optim", "optimizer")]
    [InlineData("lr", "learning_rate")]
    [InlineData("batch_size", "batch_tokens")]
    [InlineData("bs", "batch_tokens")]
    [InlineData("wd", "weight_decay")]
    [InlineData("seq_len", "sequence_length")]
    [InlineData("vocab", "vocabulary_size")]
    [InlineData("max_grad_norm", "clip_norm")]
    [InlineData("elephants", null)]
    [InlineData("x", null)]
    public void A_guess_is_near_or_there_is_none(string name, string? key) =>
        Assert.Equal(key, TrainingOptionTable.TryGuess(name)?.Key);

    [Fact]
    public void The_documents_list_every_option()
    {
        string path = Path.Combine(Root(), "docs", "options.md");
        if (Environment.GetEnvironmentVariable("CLOZE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, OptionsDocument.Text());
        }

        Assert.Equal(OptionsDocument.Text(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Word(OptionKind kind) => kind.Parse(["0.5"]) is not null ? "0.5"
        : kind.Parse(["7"]) is not null ? "7"
        : kind is DeviceKind ? "cuda"
        : kind is PhasesKind ? "16:0.5,32:0.5"
        : kind.ValueName.Split('|')[^1];

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", ".."));
}
