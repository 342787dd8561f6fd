namespace Cloze.Doctor;

/// <summary>What an examination found.</summary>
/// <param name="Corpus">How much text there is.</param>
/// <param name="Languages">In which scripts and languages it is.</param>
/// <param name="Findings">What spoils a run, the worst first.</param>
public sealed record DoctorReport(CorpusFigures Corpus, LanguageMix Languages, IReadOnlyList<Finding> Findings)
{
    /// <summary>How the text is cut into pieces; null where it could not be.</summary>
    public PieceFigures? Pieces { get; init; }

    /// <summary>What is reached without a model; null where there is nothing to mask.</summary>
    public LossFigures? Losses { get; init; }

    /// <summary>What a run takes on this machine; null where there is nothing to train on.</summary>
    public RunCost? Cost { get; init; }

    /// <summary>Whether a run would fail, or learn nothing.</summary>
    public bool IsFatal => Findings.Any(finding => finding.Severity == Severity.Fatal);
}
