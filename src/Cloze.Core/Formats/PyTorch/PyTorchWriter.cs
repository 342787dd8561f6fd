using Cloze.Files;

namespace Cloze.Formats;

/// <summary>
/// Writes tensors of floats as <c>torch.save</c> writes a dictionary of them: the same tensors give the same bytes.
/// </summary>
internal static class PyTorchWriter
{
    private const string Root = "pytorch_model";

    // What the archive's own parts take, generously.
    private const long PartBytes = 1024, MostBytes = uint.MaxValue;
    private const int MostTensors = 65_000;

    /// <summary>
    /// Writes a file, tensor by tensor in the ordinal order of their names, and renames it into place when it is whole.
    /// </summary>
    /// <param name="path">The file; what stood there is replaced only when all went well.</param>
    /// <param name="tensors">What to write; every tensor's values are asked for once, in stretches.</param>
    /// <returns>SHA-256 of the file, 64 hexadecimal digits.</returns>
    /// <exception cref="ClozeException">
    /// The disk is full or the place cannot be written; a value is too large for its type; there is more than this form
    /// has room for.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A name comes twice, or a tensor gives another number of values than its shape says.
    /// </exception>
    public static string Write(string path, IEnumerable<TensorSource> tensors)
    {
        TensorSource[] ordered = TensorSource.Order(tensors);
        RequireRoom(path, ordered);
        return AtomicFile.WriteHashed(path, stream =>
        {
            var zip = new ZipWriter(stream);
            zip.Add($"{Root}/data.pkl", TorchPickle.Write(ordered));
            zip.Add($"{Root}/byteorder", "little"u8.ToArray());
            for (int i = 0; i < ordered.Length; i++)
            {
                TensorSource tensor = ordered[i];
                zip.Add(FormattableString.Invariant($"{Root}/data/{i}"), part => TensorBytes.Write(tensor, part));
            }

            zip.Add($"{Root}/version", "3\n"u8.ToArray());
            zip.Finish();
        });
    }

    private static void RequireRoom(string path, TensorSource[] tensors)
    {
        long bytes = tensors.Sum(tensor => tensor.ByteLength + tensor.Name.Length + PartBytes);
        if (bytes <= MostBytes && tensors.Length <= MostTensors) return;
        throw new ClozeException(
            $"{path} would have {tensors.Length} tensors in about {bytes} bytes, expected at most {MostTensors} in "
            + $"{MostBytes}.",
            "Write safetensors, which has no such limit.");
    }
}
