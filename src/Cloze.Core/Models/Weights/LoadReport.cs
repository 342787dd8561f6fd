namespace Cloze.Models;

/// <summary>
/// How the tensors of a folder and the parameters of a model meet, by the names that Hugging Face's library reports.
/// </summary>
/// <param name="Missing">
/// Tensors of the model that the folder lacks, in ordinal order; both names of a tied tensor that is not there at all.
/// </param>
/// <param name="NotUsed">Tensors of the folder that the model lacks, in ordinal order.</param>
/// <param name="Mismatched">Tensors that both have, in different shapes.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Missing, IReadOnlyList<string> NotUsed, IReadOnlyList<ShapeMismatch> Mismatched)
{
    private const int NamesOnALine = 3;

    /// <summary>
    /// What stood before the names of tensors and was left off, such as <c>module.</c>, in ordinal order: what a
    /// training program had put round the model.
    /// </summary>
    public IReadOnlyList<string> Wrappers { get; init; } = [];

    /// <summary>
    /// Whether the model has a head that predicts words and the folder does not: what it says without training is
    /// noise.
    /// </summary>
    public bool LacksHead { get; init; }

    /// <summary>Whether the missing head begins with what a corpus says of the pieces, and not at random.</summary>
    public bool HeadIsFromCorpus { get; init; }

    /// <summary>Whether no tensor of the folder fits the encoder: it is of another kind of model.</summary>
    internal bool IsForeign { get; init; }

    /// <summary>
    /// Whether every tensor of the folder found its place and every parameter its tensor. Wrappers do not matter.
    /// </summary>
    public bool IsExact => Missing.Count + NotUsed.Count + Mismatched.Count == 0;

    /// <summary>
    /// Sentences for people: what of the folder was left out, what of the model is not from it, each with every name
    /// but those of an optimizer, which are counted; and where it applies, that the head is missing, which wrappers
    /// came off and which shapes differ.
    /// </summary>
    public IReadOnlyList<string> ToSentences() =>
    [
        .. LacksHead ? (string[])[HeadSentence] : [],
        .. Wrappers.Count > 0 ? (string[])[WrapperSentence] : [],
        NotUsed.Count == 0
            ? "Every tensor of the folder is part of the model."
            : $"Not used, because this model has no such part: {string.Join(", ", UnusedNames.Group(NotUsed))}.",
        (Untrained.Length, Mismatched.Count) switch
        {
            (0, 0) when HeadIsFromCorpus => "Every other parameter of the model comes from the folder.",
            (0, 0) => "Every parameter of the model comes from the folder.",
            (0, 1) => "1 parameter has another shape in the folder.",
            (0, _) => $"{Mismatched.Count} parameters have other shapes in the folder.",
            _ => $"Not in the folder, so these parameters begin untrained: {Join(Untrained)}.",
        },
        .. Mismatched.Select(mismatch => Printable.Line($"{mismatch}.")),
    ];

    /// <summary>
    /// The same on one short line: numbers, and at most three names of each kind. A head that is missing as a whole is
    /// said without the names of its tensors.
    /// </summary>
    public string ToLine()
    {
        string[] missing = [.. LacksHead ? Missing.Where(name => !ModelFamilies.IsOfHead(name)) : Missing];
        string[] sentences =
        [
            .. LacksHead ? (string[])[HeadSentence] : [],
            .. missing.Length > 0 ? (string[])[NotInTheFolder(missing)] : [],
            .. NotUsed.Count > 0 ? (string[])[Unused(NotUsed)] : [],
            .. Wrappers.Count > 0 ? (string[])[WrapperSentence] : [],
        ];
        return sentences.Length > 0
            ? string.Join(' ', sentences)
            : "Every parameter of the model comes from the folder.";
    }

    private string[] Untrained =>
        [.. HeadIsFromCorpus ? Missing.Where(name => !ModelFamilies.IsOfHead(name)) : Missing];

    private string HeadSentence => "The folder has no masked-language-model head: "
        + (HeadIsFromCorpus ? "it begins with the word frequencies of the text." : "it begins untrained.");

    private string WrapperSentence =>
        $"Left off the names of tensors: {Join(Wrappers)}.";

    private static string NotInTheFolder(string[] names)
    {
        string some = Some([.. names.Select(Printable.Line)]);
        return names.Length == 1
            ? $"1 tensor is not in the folder and begins untrained: {some}."
            : $"{names.Length} tensors are not in the folder and begin untrained: {some}.";
    }

    private static string Unused(IReadOnlyList<string> names) => names.Count == 1
        ? $"1 tensor of the folder is not used: {Join(names)}."
        : $"{names.Count} tensors of the folder are not used: {Some(UnusedNames.Group(names))}.";

    private static string Some(IReadOnlyList<string> names)
    {
        int others = names.Count - NamesOnALine;
        return string.Join(", ", names.Take(NamesOnALine)) + (others > 0 ? $" and {others} more" : "");
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Select(Printable.Line));
}
