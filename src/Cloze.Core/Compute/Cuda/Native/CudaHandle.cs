using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>An object of the driver's, freed once, in the context that it belongs to.</summary>
internal abstract class CudaHandle : SafeHandle
{
    private readonly CudaContextHandle? _context;

    /// <param name="driver">Frees the object.</param>
    /// <param name="context">Where it belongs; kept until the object is freed. Null for the context itself.</param>
    protected CudaHandle(ICudaDriver driver, CudaContextHandle? context)
        : base(0, ownsHandle: true)
    {
        Driver = driver;
        bool added = false;
        context?.DangerousAddRef(ref added);
        _context = context;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The object's address or number.</summary>
    public nint Value => handle;

    /// <summary>Frees the object.</summary>
    protected ICudaDriver Driver { get; }

    /// <summary>Keeps what a creating function gave.</summary>
    /// <exception cref="ClozeException">The function failed.</exception>
    protected void Take(int result, nint value, string operation)
    {
        if (result == 0)
        {
            SetHandle(value);
            return;
        }

        _context?.DangerousRelease();
        SetHandleAsInvalid();
        GC.SuppressFinalize(this);
        throw CudaError.Of(Driver, result, operation);
    }

    /// <summary>Frees the object in the current context; the driver's result.</summary>
    protected abstract int Free();

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_context is null) return Free() == 0;
        Driver.CtxSetCurrent(_context.Value);
        bool isFreed = Free() == 0;
        _context.DangerousRelease();
        return isFreed;
    }
}
