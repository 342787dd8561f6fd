using Cloze.Data;
using Cloze.Masking;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Doctor;

/// <summary>Looks for what spoils runs before they start: in the text, in its vocabulary, on the machine.</summary>
public static class CorpusDoctor
{
    /// <summary>
    /// Examines a corpus. All text is read once, in bounded memory; an even sample of it is cut into pieces.
    /// </summary>
    /// <param name="options">What is examined.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ClozeException">
    /// An option is outside its range, a path is missing, or the model's folder cannot be used. Files that cannot be
    /// read and text that gives no token are findings.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DoctorReport Examine(
        DoctorOptions options, DoctorProgress? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        if (options.Model is { } folder) RequireUsable(folder);
        var pass = new DocumentPass(options.Corpus);
        var sample = new DocumentSample(options.SampleCharacters);
        var lines = new RepeatedLines();
        var languages = new Languages();
        IDocumentCheck[] checks = Checks(options, lines, languages);
        pass.Read(
            (document, number) =>
            {
                foreach (IDocumentCheck check in checks) check.Add(document, number);
                sample.Add(document.Text);
            },
            progress ?? new DoctorProgress(),
            cancellation);
        var report = new DoctorReport(
            new CorpusFigures(pass.Files, pass.Documents, lines.Count, pass.Characters, sample.Characters),
            languages.Mix,
            [.. pass.Findings, .. checks.SelectMany(check => check.Find())]);
        return Sorted(pass.Documents == 0 ? report : WithTokens(report, sample, options, cancellation));
    }

    // What is wrong with the folder is an error, before all text is read; what is wrong later is so with the text.
    private static void RequireUsable(string model)
    {
        EncoderFolder.ReadConfig(model);
        PieceTable.From(Tokenizer.Load(model));
    }

    private static IDocumentCheck[] Checks(DoctorOptions options, RepeatedLines lines, Languages languages)
    {
        var repeated = new RepeatedDocuments();
        return
        [
            new DocumentCount(repeated, options.Corpus),
            repeated,
            lines,
            new BlankLines(options.Corpus?.DocumentRule ?? DocumentRule.Line),
            new Encodings(),
            languages,
        ];
    }

    private static DoctorReport WithTokens(
        DoctorReport report, DocumentSample sample, DoctorOptions options, CancellationToken cancellation)
    {
        using SampleTokens? tokens = Cut(sample, options, cancellation, out Finding? refusal);
        if (tokens is null) return report with { Findings = [.. report.Findings, refusal!] };
        var pieces = new PieceCheck(tokens, sample.Texts);
        IReadOnlyList<Finding> found = pieces.Find(HasSpaces(report.Languages), cancellation);
        RunCost cost = RunCostEstimate.Measure(tokens, EpochTokens(report, tokens), options, cancellation);
        return report with
        {
            Pieces = pieces.Figures,
            Losses = LossBaselines.Measure(tokens, cancellation),
            Cost = cost,
            Findings =
            [
                .. report.Findings,
                .. found,
                .. tokens.Model is { } config
                    ? VocabularyCheck.Find(options.Model!, tokens.Tokenizer.Vocabulary.Count, config)
                    : [],
                .. RunCostEstimate.Find(cost),
            ],
        };
    }

    private static SampleTokens? Cut(
        DocumentSample sample, DoctorOptions options, CancellationToken cancellation, out Finding? refusal)
    {
        refusal = null;
        try
        {
            return SampleTokens.Cut(sample.Texts, options, cancellation);
        }
        catch (ClozeException error)
        {
            refusal = new Finding
            {
                Id = options.Model is null ? "no-vocabulary" : "no-token",
                Severity = Severity.Fatal,
                Count = sample.Texts.Count,
                Message = error.Message,
                Advice = error.Hint,
            };
            return null;
        }
    }

    private static bool HasSpaces(LanguageMix languages) =>
        !languages.Scripts.Any(script => script.Share >= 0.3 && Scripts.IsWithoutSpaces(script.Name));

    // Of the sample, what is trained on; of the corpus in the same measure.
    private static long EpochTokens(DoctorReport report, SampleTokens tokens) =>
        (long)(tokens.Training.TokenCount * ((double)report.Corpus.Characters / report.Corpus.SampleCharacters));

    private static DoctorReport Sorted(DoctorReport report) => report with
    {
        Findings = [.. report.Findings.OrderByDescending(finding => finding.Severity)],
    };
}
