namespace Cloze.Corpora;

/// <summary>A value that is no UTF-8.</summary>
/// <param name="number">The number of the text among those that are stored, from 1.</param>
internal sealed class InvalidTextException(long number) : Exception
{
    /// <summary>The number of the text among those that are stored, from 1.</summary>
    public long Number { get; } = number;
}
