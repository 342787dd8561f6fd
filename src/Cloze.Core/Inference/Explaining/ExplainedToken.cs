namespace Cloze.Inference;

/// <summary>One piece of the sentence as the model receives it.</summary>
/// <param name="Position">Its place, from 0.</param>
/// <param name="Piece">The piece of the text.</param>
/// <param name="Id">Its id.</param>
/// <param name="InputPiece">What the model sees in its place.</param>
/// <param name="InputId">The id of that.</param>
/// <param name="TypeId">Token type: 0 in the first segment, 1 in the second.</param>
/// <param name="Attention">1: the others may look at it.</param>
public sealed record ExplainedToken(
    int Position, string Piece, int Id, string InputPiece, int InputId, int TypeId, int Attention);
