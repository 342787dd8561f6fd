namespace Cloze.Text;

/// <summary>How far the training of a vocabulary has come.</summary>
/// <param name="Documents">Documents whose words are counted.</param>
/// <param name="Pieces">Pieces found so far; 0 while words are being counted.</param>
public readonly record struct WordPieceTrainerProgress(long Documents, int Pieces);
