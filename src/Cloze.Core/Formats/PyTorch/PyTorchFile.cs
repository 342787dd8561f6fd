using Cloze.Files;
using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>
/// Weights as <c>torch.save</c> writes them, open for reading. The list of tensors in it is a pickle, which in Python
/// may run any code; here a <see cref="PickleMachine"/> reads it that can run none.
/// </summary>
internal sealed class PyTorchFile : TensorFile
{
    /// <summary>The one file of a model that is not split.</summary>
    public const string FileName = "pytorch_model.bin";

    /// <summary>The index of a model split into shards.</summary>
    public const string IndexName = "pytorch_model.bin.index.json";

    private const int StartBytes = 15;

    private PyTorchFile(string path, SafeFileHandle handle, IReadOnlyList<TensorEntry> tensors)
        : base(path, handle, tensors)
    {
    }

    /// <summary>Opens a file and checks what it says of its tensors.</summary>
    /// <exception cref="ClozeException">
    /// The file cannot be opened, breaks the format, or asks for what weights do not need.
    /// </exception>
    public static PyTorchFile Open(string path)
    {
        SafeFileHandle handle = UntrustedFile.Open(path);
        try
        {
            byte[] start = new byte[Math.Min(StartBytes, RandomAccess.GetLength(handle))];
            UntrustedFile.ReadFully(path, handle, 0, start);
            return new PyTorchFile(path, handle, Read(path, handle, start));
        }
        catch (Exception error)
        {
            handle.Dispose();
            if (UntrustedFile.IsUnreadable(error)) throw UntrustedFile.Unreadable(path, error);
            throw;
        }
    }

    private static IReadOnlyList<TensorEntry> Read(string path, SafeFileHandle handle, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(TorchArchive.Start)) return TorchArchive.Read(path, handle);
        if (start.SequenceEqual(TorchLegacyFile.Start)) return TorchLegacyFile.Read(path, handle);
        if (start.StartsWith("version "u8))
        {
            throw new ClozeException(
                $"{path} is a pointer of Git LFS, not the weights themselves.", "Fetch them: git lfs pull.");
        }

        throw PyTorchErrors.Damaged(
            path, $"it begins with {Convert.ToHexString(start)}, expected a zip archive or PyTorch's own form before.");
    }
}
