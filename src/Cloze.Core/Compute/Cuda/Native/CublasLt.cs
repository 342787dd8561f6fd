namespace Cloze.Compute;

/// <summary>The functions of cuBLASLt that Cloze calls; each gives the library's status, 0 for success.</summary>
internal sealed unsafe class CublasLt
{
    /// <summary>The table of functions.</summary>
    /// <exception cref="ClozeException">The library lacks one.</exception>
    public CublasLt(NativeTable table)
    {
        var version = (delegate* unmanaged<nuint>)table["cublasLtGetVersion"];
        ulong number = version();
        Version = number >= 100_000
            ? FormattableString.Invariant($"{number / 10000}.{number / 100 % 100}.{number % 100}")
            : FormattableString.Invariant($"{number / 1000}.{number / 100 % 10}.{number % 100}");
        Create = (delegate* unmanaged<nint*, int>)table["cublasLtCreate"];
        Destroy = (delegate* unmanaged<nint, int>)table["cublasLtDestroy"];
        CreateProduct = (delegate* unmanaged<nint*, int, int, int>)table["cublasLtMatmulDescCreate"];
        DestroyProduct = (delegate* unmanaged<nint, int>)table["cublasLtMatmulDescDestroy"];
        SetProduct = (delegate* unmanaged<nint, int, void*, nuint, int>)table["cublasLtMatmulDescSetAttribute"];
        CreateLayout =
            (delegate* unmanaged<nint*, int, ulong, ulong, long, int>)table["cublasLtMatrixLayoutCreate"];
        DestroyLayout = (delegate* unmanaged<nint, int>)table["cublasLtMatrixLayoutDestroy"];
        SetLayout = (delegate* unmanaged<nint, int, void*, nuint, int>)table["cublasLtMatrixLayoutSetAttribute"];
        CreatePreference = (delegate* unmanaged<nint*, int>)table["cublasLtMatmulPreferenceCreate"];
        DestroyPreference = (delegate* unmanaged<nint, int>)table["cublasLtMatmulPreferenceDestroy"];
        SetPreference =
            (delegate* unmanaged<nint, int, void*, nuint, int>)table["cublasLtMatmulPreferenceSetAttribute"];
        Heuristic = (delegate* unmanaged<
            nint, nint, nint, nint, nint, nint, nint, int, void*, int*, int>)table["cublasLtMatmulAlgoGetHeuristic"];
        Check = (delegate* unmanaged<
            nint, nint, nint, nint, nint, nint, void*, void*, int>)table["cublasLtMatmulAlgoCheck"];
        Multiply = (delegate* unmanaged<
            nint, nint, void*, ulong, nint, ulong, nint, void*, ulong, nint, ulong, nint, void*, ulong, nuint, nint,
            int>)table["cublasLtMatmul"];
    }

    public string Version { get; }

    public delegate* unmanaged<nint*, int> Create { get; }

    public delegate* unmanaged<nint, int> Destroy { get; }

    public delegate* unmanaged<nint*, int, int, int> CreateProduct { get; }

    public delegate* unmanaged<nint, int> DestroyProduct { get; }

    public delegate* unmanaged<nint, int, void*, nuint, int> SetProduct { get; }

    public delegate* unmanaged<nint*, int, ulong, ulong, long, int> CreateLayout { get; }

    public delegate* unmanaged<nint, int> DestroyLayout { get; }

    public delegate* unmanaged<nint, int, void*, nuint, int> SetLayout { get; }

    public delegate* unmanaged<nint*, int> CreatePreference { get; }

    public delegate* unmanaged<nint, int> DestroyPreference { get; }

    public delegate* unmanaged<nint, int, void*, nuint, int> SetPreference { get; }

    public delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, int, void*, int*, int> Heuristic { get; }

    public delegate* unmanaged<nint, nint, nint, nint, nint, nint, void*, void*, int> Check { get; }

    public delegate* unmanaged<
        nint, nint, void*, ulong, nint, ulong, nint, void*, ulong, nint, ulong, nint, void*, ulong, nuint, nint, int>
        Multiply
    { get; }
}
