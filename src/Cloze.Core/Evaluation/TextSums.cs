namespace Cloze.Evaluation;

/// <summary>What an evaluation adds up over a part of a text.</summary>
/// <param name="Loss">Cross entropy of the masked tokens together, in nats.</param>
/// <param name="Masked">Their number.</param>
/// <param name="First">How many true pieces came first.</param>
/// <param name="AmongFive">How many were among the first five.</param>
/// <param name="Tokens">Ordinary tokens.</param>
/// <param name="Characters">Characters.</param>
internal readonly record struct TextSums(
    double Loss, long Masked, long First, long AmongFive, long Tokens, long Characters)
{
    /// <summary>Mean cross entropy, in nats.</summary>
    public double MeanLoss => Loss / Masked;

    /// <summary>Share of true pieces that came first.</summary>
    public double Top1 => (double)First / Masked;

    /// <summary>Share of true pieces among the first five.</summary>
    public double Top5 => (double)AmongFive / Masked;

    /// <summary>See <see cref="DetailedEvaluation.BitsPerCharacter"/>.</summary>
    public double BitsPerCharacter => BitsPerCharacterOf(MeanLoss, Tokens, Characters);

    public static TextSums operator +(TextSums left, TextSums right) => new(
        left.Loss + right.Loss,
        left.Masked + right.Masked,
        left.First + right.First,
        left.AmongFive + right.AmongFive,
        left.Tokens + right.Tokens,
        left.Characters + right.Characters);

    /// <summary>A mean loss in nats a token as bits a character.</summary>
    public static double BitsPerCharacterOf(double meanLoss, long tokens, long characters) =>
        meanLoss * tokens / (Math.Log(2) * characters);
}
