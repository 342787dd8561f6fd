using Microsoft.Win32.SafeHandles;

namespace Cloze.Formats;

/// <summary>A data file of a checkpoint, open for reading: nothing but the bytes of tensors.</summary>
internal sealed class TensorFlowShard(string path, SafeFileHandle handle, IReadOnlyList<TensorEntry> tensors)
    : TensorFile(path, handle, tensors);
