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
    /// <summary>Whether every tensor of the folder found its place and every parameter its tensor.</summary>
    public bool IsExact => Missing.Count + NotUsed.Count + Mismatched.Count == 0;

    /// <summary>Two sentences for people: what of the folder was left out, what of the model is not from it.</summary>
    public IReadOnlyList<string> ToSentences() =>
    [
        NotUsed.Count == 0
            ? "Every tensor of the folder is part of the model."
            : $"Not used, because this model has no such part: {string.Join(", ", NotUsed)}.",
        Missing.Count == 0
            ? "Every parameter of the model comes from the folder."
            : $"Not in the folder, so these parameters begin untrained: {string.Join(", ", Missing)}.",
    ];
}
