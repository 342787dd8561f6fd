namespace Cloze.Text;

/// <summary>A model as a file describes it.</summary>
/// <param name="Definition">What it does.</param>
/// <param name="Pieces">Its pieces.</param>
/// <param name="Unknown">The name of its unknown piece; null where it has none.</param>
/// <param name="MaximumCharacters">The longest word of a WordPiece.</param>
internal sealed record ModelParts(
    TokenModelDefinition Definition, PieceList Pieces, string? Unknown, int MaximumCharacters = 100);
