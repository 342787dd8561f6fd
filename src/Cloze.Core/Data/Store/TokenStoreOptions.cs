namespace Cloze.Data;

/// <summary>How documents become the sequences of a <see cref="TokenStore"/>.</summary>
internal sealed record TokenStoreOptions
{
    /// <summary>The most tokens of a sequence, [CLS] and [SEP] included; 3 to 65,535.</summary>
    public int SequenceLength { get; init; } = 128;

    /// <summary>Threads that tokenise; the store is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <exception cref="ClozeException">The sequence length is outside its range.</exception>
    internal void Validate()
    {
        if (SequenceLength is < 3 or > ushort.MaxValue)
        {
            throw new ClozeException(
                $"A sequence length of {SequenceLength} tokens cannot be used; expected 3 to {ushort.MaxValue}.",
                "Choose the longest sequence the model reads, such as 128.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threads);
    }
}
