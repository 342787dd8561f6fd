namespace Cloze.Models;

/// <summary>
/// How much each row's loss weighs in the gradients. The mean over a batch has 1 / count; a step made of several
/// batches has 1 / (count of all of them), so that their gradients add up to those of one large batch.
/// </summary>
/// <param name="Masked">Weight of each masked row.</param>
/// <param name="NextSentence">Weight of each sequence asked for the next sentence.</param>
internal readonly record struct LossScale(float Masked, float NextSentence);
