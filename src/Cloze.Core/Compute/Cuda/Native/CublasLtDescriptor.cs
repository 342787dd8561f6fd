using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>A description of cuBLASLt's: of a product, of a matrix, or of what is wanted of an algorithm.</summary>
internal sealed unsafe class CublasLtDescriptor : SafeHandle
{
    private const int Float32 = 0;
    private const int BFloat16 = 14;
    private const int ComputeFloat32 = 68;

    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<nint, int, void*, nuint, int> _set;

    private CublasLtDescriptor(
        nint value,
        delegate* unmanaged<nint, int> destroy,
        delegate* unmanaged<nint, int, void*, nuint, int> set)
        : base(0, ownsHandle: true)
    {
        _destroy = destroy;
        _set = set;
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The description.</summary>
    public nint Value => handle;

    /// <summary>Of a product, summed in float32.</summary>
    public static CublasLtDescriptor OfProduct(CublasLt library)
    {
        nint value;
        CublasLtError.Check(library.CreateProduct(&value, ComputeFloat32, Float32), "describing a product");
        return new CublasLtDescriptor(value, library.DestroyProduct, library.SetProduct);
    }

    /// <summary>Of a matrix, column after column.</summary>
    public static CublasLtDescriptor OfMatrix(
        CublasLt library, TensorElement element, long rows, long columns, long stride)
    {
        nint value;
        int status = library.CreateLayout(&value, TypeOf(element), (ulong)rows, (ulong)columns, stride);
        CublasLtError.Check(status, "describing a matrix");
        return new CublasLtDescriptor(value, library.DestroyLayout, library.SetLayout);
    }

    /// <summary>Of what is wanted of an algorithm.</summary>
    public static CublasLtDescriptor OfPreference(CublasLt library)
    {
        nint value;
        CublasLtError.Check(library.CreatePreference(&value), "describing a choice of algorithms");
        return new CublasLtDescriptor(value, library.DestroyPreference, library.SetPreference);
    }

    /// <summary>The library's number of a type.</summary>
    public static int TypeOf(TensorElement element) => element == TensorElement.Float32 ? Float32 : BFloat16;

    /// <summary>Sets one of the description's attributes.</summary>
    public void Set<T>(int attribute, T value)
        where T : unmanaged =>
        CublasLtError.Check(_set(handle, attribute, &value, (nuint)sizeof(T)), "describing a product");

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => _destroy(handle) == 0;
}
