using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>The lengths of a batch's sequences, the same for every engine that is compared.</summary>
internal static class BatchLengths
{
    /// <summary>The vocabulary of BERT's uncased models, which comparisons use.</summary>
    public const int Vocabulary = 30_522;

    /// <summary>The sequence length that comparisons use.</summary>
    public const int Longest = 128;

    /// <summary>The sequences of a batch that comparisons use.</summary>
    public static int Sequences(Preset preset) => PresetSizes.SizeOf(preset) switch
    {
        Preset.Tiny or Preset.Mini => 32,
        Preset.Small => 16,
        _ => 8,
    };

    /// <summary>All of one length.</summary>
    public static int[] Full(int sequences, int length) => [.. Enumerable.Repeat(length, sequences)];

    /// <summary>
    /// A long-tailed mix of sentences and paragraphs: sequence i of n has 8 + (longest - 8) ((i + 1/2) / n)² tokens.
    /// </summary>
    public static int[] Ragged(int sequences, int longest) =>
        [.. Enumerable.Range(0, sequences).Select(i => 8 + (int)((longest - 8) * Math.Pow((i + 0.5) / sequences, 2)))];
}
