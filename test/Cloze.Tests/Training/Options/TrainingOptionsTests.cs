using Cloze.Data;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void A_file_gives_what_it_names_and_leaves_the_rest_open()
    {
        TrainingOptions options = Read("""
            { "data": ["notes"], "document": "blank-line", "preset": "mini", "minutes": 1.5, "batch_tokens": 1024,
              "learning_rate": 0.002, "initialization": "random", "seed": 18446744073709551615, "force": true }
            """);

        Assert.Equal(["notes"], options.Data!);
        Assert.Equal(DocumentRule.BlankLine, options.Document);
        Assert.Equal(Preset.Mini, options.Preset);
        Assert.Equal(1.5, options.Minutes);
        Assert.Equal(1024, options.BatchTokens);
        Assert.Equal(0.002f, options.LearningRate);
        Assert.Equal(InitializationKind.Random, options.Initialization);
        Assert.Equal(ulong.MaxValue, options.Seed);
        Assert.True(options.Force);
        Assert.Null(options.Steps);
        Assert.Null(options.Dropout);
    }

    [Fact]
    public void An_unknown_key_is_named_with_its_file_and_the_nearest_known_key()
    {
        ClozeException error = Assert.Throws<ClozeException>(() => Read("""{ "learning_rat": 0.001 }"""));

        Assert.EndsWith("options.json: unknown key \"learning_rat\".", error.Message);
        Assert.Equal("Did you mean \"learning_rate\"?", error.Hint);
        error = Assert.Throws<ClozeException>(() => Read("""{ "lr": 0.001 }"""));
        Assert.Equal("Did you mean \"learning_rate\"?", error.Hint);
    }

    [Theory]
    [InlineData(
        """{ "steps": "ten" }""",
        "options.json: \"steps\" is \"ten\", expected a whole number, 1 to 2147483647.")]
    [InlineData(
        """{ "preset": "huge" }""",
        "options.json: \"preset\" is \"huge\", expected one of: tiny, mini, small, base, "
            + "tiny-modern, mini-modern, small-modern.")]
    [InlineData(
        """{ "preset": 1 }""",
        "options.json: \"preset\" is 1, expected one of: tiny, mini, small, base, "
            + "tiny-modern, mini-modern, small-modern.")]
    [InlineData("[1]", "options.json: this is not a JSON object.")]
    public void A_value_of_another_type_is_named(string json, string expected)
    {
        ClozeException error = Assert.Throws<ClozeException>(() => Read(json));

        Assert.EndsWith(expected, error.Message);
    }

    [Theory]
    [InlineData("{ \"steps\": 1, ")]
    [InlineData("""{ "steps": 1, "steps": 2 }""")]
    public void A_file_that_is_no_sound_json_is_an_error(string json)
    {
        ClozeException error = Assert.Throws<ClozeException>(() => Read(json));

        Assert.StartsWith("Cannot read the options in ", error.Message);
    }

    [Fact]
    public void A_missing_file_is_an_error()
    {
        ClozeException error = Assert.Throws<ClozeException>(() => TrainingOptions.Load("no-such-options.json"));

        Assert.Equal("There is no file no-such-options.json.", error.Message);
    }

    [Fact]
    public void Options_with_a_hundred_thousand_files_are_read_back()
    {
        string[] files = [.. Enumerable.Range(0, 100_000).Select(i => $"corpus/of/many/files/{i:D6}.txt")];

        Assert.Equal(files, Read(new TrainingOptions { Data = files }.ToJson()).Data);
    }

    [Fact]
    public void The_command_line_lies_over_the_file()
    {
        var file = new TrainingOptions { Steps = 10, Seed = 3, Preset = Preset.Small, Data = ["a"] };
        var commandLine = new TrainingOptions { Seed = 4, Data = ["b", "c"] };

        TrainingOptions merged = file.With(commandLine);

        Assert.Equal(10, merged.Steps);
        Assert.Equal(4ul, merged.Seed);
        Assert.Equal(Preset.Small, merged.Preset);
        Assert.Equal(["b", "c"], merged.Data!);
    }

    [Fact]
    public void A_budget_on_the_command_line_takes_the_place_of_another_in_the_file()
    {
        TrainingOptions merged = new TrainingOptions { Minutes = 10 }.With(new TrainingOptions { Steps = 5 });

        Assert.Null(merged.Minutes);
        Assert.Equal(5, merged.Steps);
    }

    [Fact]
    public void Every_value_outside_its_range_is_named_with_the_range()
    {
        Check(new() { Minutes = 0 }, "`minutes` is 0, outside its range: above 0, at most 1000000.");
        Check(new() { Minutes = double.NaN }, "`minutes` is NaN, outside its range: above 0, at most 1000000.");
        Check(new() { Steps = 0 }, "`steps` is 0, outside its range: 1 to 2147483647.");
        Check(new() { Tokens = -1 }, "`tokens` is -1, outside its range: 1 or more.");
        Check(new() { VocabularySize = 5 }, "`vocabulary_size` is 5, outside its range: 6 to 1000000.");
        Check(new() { SequenceLength = 7 }, "`sequence_length` is 7, outside its range: 8 to 4096.");
        Check(
            new() { SequenceLength = 64, BatchTokens = 63 },
            "`batch_tokens` is 63, outside its range: 64 to 1048576.");
        Check(new() { MaskRate = 0 }, "`mask_rate` is 0, outside its range: 0.01 to 0.9.");
        Check(new() { LearningRate = -1 }, "`learning_rate` is -1, outside its range: above 0, at most 1.");
        Check(new() { Warmup = 1 }, "`warmup` is 1, outside its range: 0 to 0.9.");
        Check(new() { WeightDecay = 2 }, "`weight_decay` is 2, outside its range: 0 to 1.");
        Check(new() { Dropout = 0.95f }, "`dropout` is 0.95, outside its range: 0 to 0.9.");
        Check(new() { Threads = -1 }, "`threads` is -1, outside its range: 0 to 1024.");
        Check(
            new() { CheckpointMinutes = 0 }, "`checkpoint_minutes` is 0, outside its range: above 0, at most 1000000.");
        Check(new() { Data = [] }, "`data` names no path.");
        Check(new() { Data = [""] }, "`data` has \"\", expected paths of files or folders.");
        Check(new() { Output = "" }, "`output` is \"\", expected a path.");
        Check(new() { Tokenizer = "" }, "`tokenizer` is \"\", expected a path.");
        Check(new() { From = " " }, "`from` is \" \", expected a path.");
    }

    [Fact]
    public void Options_that_exclude_each_other_are_named()
    {
        Check(new() { Minutes = 1, Tokens = 1 }, "`minutes` and `tokens` exclude each other.");
        Check(new() { From = "a", Preset = Preset.Mini }, "`from` and `preset` exclude each other.");
        Check(
            new() { From = "a", Initialization = InitializationKind.Corpus },
            "`from` and `initialization` exclude each other.");
        Check(new() { From = "a", Tokenizer = "b" }, "`from` and `tokenizer` exclude each other.");
        Check(
            new() { Tokenizer = "b", VocabularySize = 500 }, "`tokenizer` and `vocabulary_size` exclude each other.");
        Check(new() { Resume = true, Force = true }, "`resume` and `force` exclude each other.");
        new TrainingOptions { Resume = true, Force = false }.Validate();
    }

    private static void Check(TrainingOptions options, string expected) =>
        Assert.Equal(expected, Assert.Throws<ClozeException>(options.Validate).Message);

    private static TrainingOptions Read(string json)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("options.json");
        File.WriteAllText(path, json);
        return TrainingOptions.Load(path);
    }
}
