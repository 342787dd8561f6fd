using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>The state of cuBLASLt in the current context.</summary>
internal sealed unsafe class CublasLtHandle : SafeHandle
{
    private readonly CublasLt _library;

    /// <exception cref="ClozeException">The library gives none.</exception>
    public CublasLtHandle(CublasLt library)
        : base(0, ownsHandle: true)
    {
        _library = library;
        nint state;
        CublasLtError.Check(library.Create(&state), "starting");
        SetHandle(state);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The state.</summary>
    public nint Value => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _library.Destroy(handle) == 0;
}
