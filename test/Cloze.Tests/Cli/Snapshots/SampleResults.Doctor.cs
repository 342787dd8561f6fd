using Cloze.Doctor;

namespace Cloze.Tests.Cli;

/// <summary>An examination made by hand, with words and numbers as long as they come.</summary>
internal static partial class SampleResults
{
    public static DoctorReport Doctor() => new(
        new CorpusFigures(12, 1_204_331, 48_102_774, 3_912_004_118, 7_204_118),
        new LanguageMix(
            [new("Latin", 0.8812), new("Devanagari", 0.0713), new("Cyrillic", 0.0431), new("Han", 0.0044)],
            [new("English", 0.7731), new("Portuguese", 0.1602), new("unknown", 0.0667)]),
        [
            new Finding
            {
                Id = "not-utf8",
                Severity = Severity.Fatal,
                Count = 1,
                Message = "notes/2019/old.txt is not UTF-8: line 12, byte offset 5120, has the byte 0xE9 where a "
                    + "character should be.",
                Advice = "Convert the file to UTF-8, or give `replace_invalid` to read what is no character as U+FFFD.",
            },
            new Finding
            {
                Id = "duplicate-documents",
                Severity = Severity.Warning,
                Count = 48_101,
                Message = "48,101 of 1,204,331 documents (4.0 %) are the same as one before.",
                Examples = [$"document 812 (b.txt): \"{LongText[..60]}...\"", "document 901 (c.txt): \"A short one.\""],
                Advice = "Give `near_duplicates`, which leaves them out; some may be held out, too.",
            },
        ])
    {
        Pieces = new PieceFigures(8192, true, 1_204_118, 1_804_331, 12, 14_331, 3),
        Losses = new LossFigures(9.0109, 6.4021, 5.0811, 4.2604, 20_118),
        Cost = new RunCost(
            "mini", 5_242_880, 4812.5, 812_004_118, 812_004_118, 25_769_803_776, 104_857_600, 812_004_118_000),
    };
}
