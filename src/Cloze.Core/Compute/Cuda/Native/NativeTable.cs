using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>The functions of a native library by name.</summary>
/// <param name="library">The library, loaded.</param>
/// <param name="path">Where it was found, for messages.</param>
internal readonly struct NativeTable(nint library, string path)
{
    /// <summary>The address of a function.</summary>
    /// <exception cref="ClozeException">The library has none of this name.</exception>
    public nint this[string name] => NativeLibrary.TryGetExport(library, name, out nint address)
        ? address
        : throw new ClozeException(
            $"{path} has no function {name}.",
            "Update NVIDIA's driver and the CUDA libraries: Cloze needs CUDA 12 or 13.");
}
