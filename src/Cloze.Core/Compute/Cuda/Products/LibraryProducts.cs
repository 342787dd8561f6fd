namespace Cloze.Compute;

/// <summary>
/// Products by cuBLASLt. For each shape the library is asked once for its candidates, each is timed, and the fastest is
/// kept for this run and, in a <see cref="PlanFile"/>, for later ones.
/// </summary>
internal sealed unsafe class LibraryProducts : IMatrixProducts, IDisposable
{
    // What NVIDIA recommends for Hopper is 32 MiB; the sums of a few thousand rows over many tokens want more.
    private const int WorkspaceBytes = 64 << 20;
    private const int Candidates = 16;
    private const int ResultBytes = 96;
    private const int ResultState = 72;
    private const int WorkspacePreference = 1;
    private const int ReductionPreference = 3;
    private const int FirstAlignmentPreference = 5;
    private const int AlignmentPreferences = 4;

    // Partial sums in the accumulator's type or the result's, never by adding in place, whose order may vary.
    private const uint OrderedReductions = 2 | 4;

    private readonly CublasLt _library;
    private readonly CudaDevice _device;
    private readonly PlanFile _file;
    private readonly CublasLtHandle _state;
    private readonly DeviceMemoryHandle _workspace;
    private readonly Dictionary<ProductShape, ProductPlan> _plans = [];

    /// <summary>Takes the library's working memory.</summary>
    /// <exception cref="ClozeException">The library does not start, or there is not enough memory.</exception>
    public LibraryProducts(CublasLt library, CudaDevice device, PlanFile file)
    {
        (_library, _device, _file) = (library, device, file);
        device.Enter();
        _state = new CublasLtHandle(library);
        _workspace = device.Allocate("matrix products", WorkspaceBytes);
    }

    /// <inheritdoc/>
    public void Multiply(in MatrixProduct product)
    {
        if (product.IsEmpty) return;
        var shape = ProductShape.Of(product);
        if (!_plans.TryGetValue(shape, out ProductPlan? plan))
        {
            plan = Choose(shape, product);
            _plans.Add(shape, plan);
        }

        plan.Fit(product);
        int status = Run(plan, product, product.C, product.Adds);
        if (status == CublasLtError.NotSupported)
        {
            // The algorithm serves most products of the class, not this one: choose for it.
            using var own = new ProductPlan(_library, product);
            own.Fit(product);
            status = Ask(own, shape.Alignment, out byte[] found) > 0 ? Run(own, product, found) : status;
        }

        CublasLtError.Check(status, $"multiplying {shape}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.Enter();
        foreach (ProductPlan plan in _plans.Values) plan.Dispose();
        _workspace.Dispose();
        _state.Dispose();
    }

    private ProductPlan Choose(ProductShape shape, in MatrixProduct product)
    {
        var plan = new ProductPlan(_library, product);
        try
        {
            plan.Fit(product);
            if (_file.Find(shape) is { } kept && IsUsable(plan, kept))
            {
                kept.CopyTo(plan.Algorithm);
                return plan;
            }

            int count = Ask(plan, shape.Alignment, out byte[] results);
            if (count == 0) CublasLtError.Check(CublasLtError.NotSupported, $"choosing an algorithm for {shape}");
            int best = count == 1 ? 0 : Fastest(plan, product, results, count);
            results.AsSpan(best * ResultBytes, ProductPlan.AlgorithmBytes).CopyTo(plan.Algorithm);
            _file.Keep(shape, plan.Algorithm);
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    private bool IsUsable(ProductPlan plan, byte[] algorithm)
    {
        byte* result = stackalloc byte[ResultBytes];
        fixed (byte* bytes = algorithm)
        {
            return _library.Check(
                _state.Value,
                plan.Product.Value,
                plan.First.Value,
                plan.Second.Value,
                plan.Result.Value,
                plan.Result.Value,
                bytes,
                result) == 0 && *(nuint*)(result + ProductPlan.AlgorithmBytes) <= WorkspaceBytes;
        }
    }

    // The number of candidates, the best guess first, 96 bytes each.
    private int Ask(ProductPlan plan, int alignment, out byte[] results)
    {
        results = new byte[Candidates * ResultBytes];
        using var wanted = CublasLtDescriptor.OfPreference(_library);
        wanted.Set(WorkspacePreference, (nuint)WorkspaceBytes);
        wanted.Set(ReductionPreference, OrderedReductions);
        for (int i = 0; i < AlignmentPreferences; i++) wanted.Set(FirstAlignmentPreference + i, (uint)alignment);
        int count = 0;
        fixed (byte* bytes = results)
        {
            int status = _library.Heuristic(
                _state.Value,
                plan.Product.Value,
                plan.First.Value,
                plan.Second.Value,
                plan.Result.Value,
                plan.Result.Value,
                wanted.Value,
                Candidates,
                bytes,
                &count);
            return status == 0 ? Usable(results, count) : 0;
        }
    }

    // Candidates that the library would refuse move behind the others.
    private static int Usable(byte[] results, int count)
    {
        int usable = 0;
        for (int i = 0; i < count; i++)
        {
            Span<byte> candidate = results.AsSpan(i * ResultBytes, ResultBytes);
            if (BitConverter.ToInt32(candidate[ResultState..]) != 0) continue;
            candidate.CopyTo(results.AsSpan(usable++ * ResultBytes));
        }

        return usable;
    }

    // A product that adds is timed on a copy's place: its own sums must be added once.
    private int Fastest(ProductPlan plan, in MatrixProduct product, byte[] results, int count)
    {
        nint bytes = (nint)product.Rows * product.StrideC * (product.Result == TensorElement.Float32 ? 4 : 2);
        using DeviceMemoryHandle? place = product.Adds ? _device.Allocate("choosing an algorithm", bytes) : null;
        DevicePointer destination = place?.Pointer ?? product.C;
        using var timer = new CudaTimer(_device);
        int best = 0;
        float least = float.MaxValue;
        for (int i = 0; i < count; i++)
        {
            results.AsSpan(i * ResultBytes, ProductPlan.AlgorithmBytes).CopyTo(plan.Algorithm);
            float time = Time(plan, product, destination, timer);
            if (time < least) (least, best) = (time, i);
        }

        _device.Synchronize();
        return best;
    }

    private float Time(ProductPlan plan, in MatrixProduct product, DevicePointer destination, CudaTimer timer)
    {
        const int repeats = 5;
        if (Run(plan, product, destination, adds: false) != 0) return float.MaxValue;
        timer.Start();
        for (int i = 0; i < repeats; i++) Run(plan, product, destination, adds: false);
        return timer.Stop();
    }

    private int Run(ProductPlan plan, in MatrixProduct product, byte[] algorithm)
    {
        algorithm.AsSpan(0, ProductPlan.AlgorithmBytes).CopyTo(plan.Algorithm);
        return Run(plan, product, product.C, product.Adds);
    }

    private int Run(ProductPlan plan, in MatrixProduct product, DevicePointer destination, bool adds)
    {
        DevicePointer addend = product.Addend.IsNone ? destination : product.Addend;
        float alpha = 1, beta = adds || !product.Addend.IsNone ? 1 : 0;
        fixed (byte* algorithm = plan.Algorithm)
        {
            return _library.Multiply(
                _state.Value,
                plan.Product.Value,
                &alpha,
                product.B.Address,
                plan.First.Value,
                product.A.Address,
                plan.Second.Value,
                &beta,
                addend.Address,
                plan.Result.Value,
                destination.Address,
                plan.Result.Value,
                algorithm,
                _workspace.Pointer.Address,
                WorkspaceBytes,
                _device.Stream);
        }
    }
}
