namespace Cloze.Formats;

/// <summary>A row of elements in a PyTorch file, which several tensors may share.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Count">How many elements it has.</param>
internal sealed record TorchStorage(string Key, ElementType Type, long Count)
{
    /// <summary>Bytes of an element.</summary>
    public int ElementBytes => Type.Bits() / 8;
}
