namespace Cloze.Formats;

/// <summary>Checks that the tensors a header declares fill the data of the file exactly, in one row.</summary>
internal static class SafetensorsLayout
{
    /// <summary>The tensors in the order of their bytes, with offsets from the beginning of the file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="declared">What the header says.</param>
    /// <param name="dataStart">Where the header ends.</param>
    /// <param name="fileLength">Where the file ends.</param>
    /// <exception cref="ClozeException">
    /// A tensor overlaps another, leaves a hole before itself, has a size other than its shape and type say, or the
    /// data ends before or after the file.
    /// </exception>
    internal static IReadOnlyList<TensorEntry> Check(
        string path,
        IEnumerable<SafetensorsHeaderReader.DeclaredTensor> declared,
        long dataStart,
        long fileLength)
    {
        var entries = new List<TensorEntry>();
        long dataLength = fileLength - dataStart, end = 0;
        foreach (SafetensorsHeaderReader.DeclaredTensor tensor in declared
            .OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            string offsets = $"tensor \"{tensor.Name}\", field \"data_offsets\" has [{tensor.Begin}, {tensor.End}]";
            if (tensor.Begin != end || tensor.End < end)
            {
                throw FormatErrors.Damaged(
                    path, $"{offsets}, expected to begin at {end}, where {Before(entries)}, and not to end before.");
            }

            long length = ByteLength(path, tensor);
            if (tensor.End - tensor.Begin != length)
            {
                throw FormatErrors.Damaged(
                    path, $"{offsets}, expected {length} bytes for {tensor.Type} of shape {Shape(tensor)}.");
            }

            end = tensor.End;
            if (end > dataLength)
            {
                throw FormatErrors.Damaged(path, $"{offsets}, but only {dataLength} bytes follow the header.");
            }

            entries.Add(new TensorEntry(tensor.Name, tensor.Type, tensor.Shape, dataStart + tensor.Begin, length));
        }

        if (end == dataLength) return entries;
        throw FormatErrors.Damaged(path, $"{dataLength} bytes follow the header, but {Before(entries)} at {end}.");
    }

    private static long ByteLength(string path, SafetensorsHeaderReader.DeclaredTensor tensor)
    {
        try
        {
            ulong count = 1;
            foreach (long dimension in tensor.Shape) count = checked(count * (ulong)dimension);
            ulong bits = checked(count * (ulong)tensor.Type.Bits());
            if (bits % 8 == 0) return (long)(bits / 8);
            throw FormatErrors.Damaged(
                path, $"tensor \"{tensor.Name}\" ends within a byte: {tensor.Type} of shape {Shape(tensor)}.");
        }
        catch (OverflowException error)
        {
            throw FormatErrors.Damaged(
                path,
                $"tensor \"{tensor.Name}\", field \"shape\" has {Shape(tensor)}, expected fewer than 2^64 bits.",
                error);
        }
    }

    private static string Shape(SafetensorsHeaderReader.DeclaredTensor tensor) =>
        TensorEntry.FormatShape(tensor.Shape);

    private static string Before(List<TensorEntry> entries) =>
        entries.Count == 0 ? "the data begins" : $"tensor \"{entries[^1].Name}\" ends";
}
