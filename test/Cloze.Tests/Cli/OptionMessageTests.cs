using System.Globalization;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>What is said of options that cannot be used, the same in every culture.</summary>
public sealed class OptionMessageTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "train --data notes --minuts 1", "cloze train has no option --minuts." },
        { "train --vocabulary-size 3", "cloze train has no option --vocabulary-size." },
        { "fill --modle x", "cloze fill has no option --modle." },
        { "train --steps many", "--steps is \"many\", expected a whole number, 1 to 2147483647." },
        { "train --steps 1,000", "--steps is \"1,000\", expected a whole number, 1 to 2147483647." },
        { "train --steps 99999999999", "--steps is \"99999999999\", expected a whole number" },
        { "train --learning-rate 0,001", "--learning-rate is \"0,001\", expected a number with a decimal point" },
        { "train --minutes 1.000,5", "--minutes is \"1.000,5\", expected a number with a decimal point" },
        { "train --warmup 0.95", "--warmup is 0.95, outside its range: 0 to 0.9." },
        { "train --held-out 1", "--held-out is 1, outside its range: 0 to 0.9." },
        { "train --beta2 1", "--beta2 is 1, outside its range: 0 to 0.999999." },
        { "train --clip 0", "--clip is 0, outside its range: above 0, at most 1000000." },
        { "train --threads -1", "--threads is -1, outside its range: 0 to 1024." },
        { "train --threads 99999999", "--threads is 99999999, outside its range: 0 to 1024." },
        { "explain m x --threads 99999999", "--threads is 99999999, outside its range: 0 to 1024." },
        { "eval m --data x --threads 99999999", "--threads is 99999999, outside its range: 0 to 1024." },
        { "bench --threads 99999999", "--threads is 99999999, outside its range: 0 to 1024." },
        { "fill m x --threads 1025", "--threads is 1025, outside its range: 0 to 1024." },
        { "eval m --data x --threads 1e3", "--threads is \"1e3\", expected a whole number, 0 to 1024." },
        { "fill m x --top-k 0", "--top-k is 0, outside its range: 1 to 1000000." },
        { "explain m x --top-k 1.5", "--top-k is \"1.5\", expected a whole number, 1 to 1000000." },
        { "explain m x --seed -1", "--seed is \"-1\", expected a whole number, 0 or more." },
        { "tokenize m x --max-length -1", "--max-length is -1, outside its range: 1 to 1000000." },
        { "bench --seconds 0,5", "--seconds is \"0,5\", expected a number with a decimal point" },
        { "bench --preset huge", "--preset is \"huge\", expected one of: tiny, mini, small, base, "
            + "tiny-modern, mini-modern, small-modern." },
        { "train --document Line", "--document is \"Line\", expected one of: blank-line, file, line." },
        { "train --from a --preset mini", "--from and --preset exclude each other." },
        { "train --held-out 0.2 --validation a", "--held-out and --validation exclude each other." },
        { "train --tokenizer a --cased", "--tokenizer and --cased exclude each other." },
        { "train --sequence-length 64 --batch-tokens 63", "--batch-tokens is 63, outside its range: 64 to 1048576." },
        { "eval --data notes", "The model is missing." },
        { "train --out", "Required argument missing for option: '--out'." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_used_is_named_with_what_is_expected(string line, string message)
    {
        CliRun run = await CliRun.Of(line.Split(' '));

        Assert.Contains("error: " + message, run.Error);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("hint: ", run.Error);
        Assert.DoesNotContain("System.", run.Error);
        Assert.DoesNotContain('`', run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--minuts", "--minutes")]
    [InlineData("--vocabulary-size", "--vocab-size")]
    [InlineData("--output", "--out")]
    [InlineData("--lr", "--learning-rate")]
    [InlineData("--num-epochs", "--epochs")]
    [InlineData("--gradient-accumulation-steps", "--accumulation")]
    [InlineData("--batch_size", "--batch-tokens")]
    public async Task The_nearest_option_is_named(string wrong, string right) => Assert.Contains(
        $"hint: Did you mean {right}? ", (await CliRun.Of("train", wrong, "1")).Error);

    [Theory]
    [InlineData("train", "--out")]
    [InlineData("train", "--tokenizer")]
    [InlineData("train", "--from")]
    [InlineData("train", "--config")]
    [InlineData("train", "--data")]
    [InlineData("train", "--validation")]
    [InlineData("eval", "--input")]
    public async Task An_empty_path_is_refused(string verb, string option)
    {
        CliRun run = await CliRun.Of(verb, option, "");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error: {option} is \"\", expected ", run.Error);
    }

    [Theory]
    [InlineData("fill", "MODEL")]
    [InlineData("explain", "MODEL")]
    [InlineData("eval", "MODEL")]
    [InlineData("inspect", "MODEL")]
    [InlineData("tokenize", "MODEL|TOKENIZER")]
    public async Task An_empty_model_is_refused(string verb, string name)
    {
        CliRun run = await CliRun.Of(verb, "");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error: {name} is \"\", expected a path.", run.Error);
    }

    [Fact]
    public async Task A_word_with_an_at_sign_is_a_word() =>
        Assert.Contains("@model", (await CliRun.Of("fill", "@model", "@text")).Error);

    [Fact]
    public async Task Behind_two_hyphens_stands_text() =>
        Assert.Contains("no-model", (await CliRun.Of("fill", "no-model", "--", "--text")).Error);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fr-FR")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public async Task The_culture_of_the_machine_does_not_matter(string culture)
    {
        string help = (await CliRun.Of("train", "--help")).Output;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(help, (await CliRun.Of("train", "--help")).Output);
            Assert.Contains(
                "error: --learning-rate is -0.5, outside its range: above 0, at most 1.",
                (await CliRun.Of("train", "--learning-rate", "-0.5")).Error);
            Assert.Contains(
                "error: --learning-rate is \"0,001\", expected ",
                (await CliRun.Of("train", "--learning-rate", "0,001")).Error);
            Assert.Equal(culture, CultureInfo.CurrentCulture.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }
}
