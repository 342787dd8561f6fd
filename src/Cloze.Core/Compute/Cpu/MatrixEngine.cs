using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// Matrix products on all threads: B is packed by all, then rectangles of C are claimed one by one. The sums are
/// never split between threads.
/// </summary>
internal sealed unsafe class MatrixEngine : IDisposable
{
    // Packed parts of B are at most so large, to stay in the last level of the cache: 16 MB.
    private const int PackedFloats = 4 << 20;
    private const int LongestChunk = 4096;

    private const int MostFewRows = 384;

    private const int PrepackedPartsPerThread = 4;

    // So little is packed sooner than another thread is called.
    private const int SmallFloats = 32 * 1024;

    private readonly Workers _workers;
    private readonly InstructionSet _instructionSet;
    private readonly bool _copiesFactors;
    private readonly NativeBuffer _packed = new();
    private readonly NativeBuffer[] _scratch;

    /// <summary>Makes an engine whose products run on the workers.</summary>
    /// <param name="workers">The threads.</param>
    /// <param name="instructionSet">The path through the kernels.</param>
    /// <param name="copiesFactors">
    /// Whether products read copies of their factors; null for what is faster on this machine. The bits are the same.
    /// </param>
    public MatrixEngine(Workers workers, InstructionSet instructionSet, bool? copiesFactors = null)
    {
        _workers = workers;
        _instructionSet = instructionSet;
        _copiesFactors = copiesFactors ?? FactorCopies.AreFaster(instructionSet);
        _scratch = new NativeBuffer[workers.Count];
        for (int worker = 0; worker < _scratch.Length; worker++) _scratch[worker] = new NativeBuffer();
    }

    /// <summary>Computes a product.</summary>
    public void Multiply(in GemmProduct product) => Multiply(product, default(NoEpilogue));

    /// <summary>Computes a product and treats each rectangle of it as soon as it is finished.</summary>
    public void Multiply<TEpilogue>(in GemmProduct product, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        if (product.Rows == 0 || product.Columns == 0) return;
        if (product.PackedB is not null)
        {
            MultiplyPrepacked(product, epilogue);
            return;
        }

        switch (_instructionSet)
        {
            case InstructionSet.Avx512: Multiply<GemmAvx512, TEpilogue>(product, epilogue); break;
            case InstructionSet.Avx2: Multiply<GemmAvx2, TEpilogue>(product, epilogue); break;
            default: Multiply<GemmPortable, TEpilogue>(product, epilogue); break;
        }
    }

    /// <summary>
    /// Computes two products that do not depend on each other, as one job: the threads wait for each other once.
    /// </summary>
    /// <exception cref="ArgumentException">A right factor would have to be packed beforehand.</exception>
    public void MultiplyBoth(in GemmProduct first, in GemmProduct second)
    {
        if (first.B.UnitsAreRows || second.B.UnitsAreRows)
        {
            throw new ArgumentException("Of two products at once, no right factor is packed beforehand.");
        }

        switch (_instructionSet)
        {
            case InstructionSet.Avx512: MultiplyBoth<GemmAvx512>(first, second); break;
            case InstructionSet.Avx2: MultiplyBoth<GemmAvx2>(first, second); break;
            default: MultiplyBoth<GemmPortable>(first, second); break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packed.Dispose();
        foreach (NativeBuffer scratch in _scratch) scratch.Dispose();
    }

    private void Multiply<TKernel, TEpilogue>(in GemmProduct given, TEpilogue epilogue)
        where TKernel : struct, IGemmKernel
        where TEpilogue : struct, IGemmEpilogue
    {
        GemmProduct product = Reading(given);
        if (HasFewRows(product))
        {
            MultiplyFewRows<TKernel, TEpilogue>(product, epilogue);
            return;
        }

        // Where B's terms are rows of a matrix, a tile reads them in place, or a copy of the panel that it is at.
        bool packs = product.B.UnitsAreRows;
        int depths = Math.Max(LongestChunk / product.DepthBlock, 1) * product.DepthBlock;
        depths = packs ? Math.Clamp(product.Depth, 1, depths) : Math.Max(product.Depth, 1);
        int columns = packs
            ? Math.Max(PackedFloats / depths / TKernel.Columns, 1) * TKernel.Columns
            : product.Columns;
        for (int column = 0; column < product.Columns; column += columns)
        {
            int start = 0;
            do
            {
                int end = Math.Min(start + depths, product.Depth);
                int columnEnd = Math.Min(column + columns, product.Columns);
                var panels = new GemmPanels(column, columnEnd, start, end, 0);
                if (packs) panels = Pack<TKernel>(product.B, panels);
                var grid = GemmGrid.Cut(product.Rows, panels, TKernel.Rows, TKernel.Columns, _workers.Count);
                var job = new MultiplyJob<TKernel, TEpilogue>(product, panels, grid, epilogue, _scratch);
                _workers.Run(grid.Count, ref job);
                start += depths;
            }
            while (start < product.Depth);
        }
    }

    private void MultiplyPrepacked<TEpilogue>(in GemmProduct product, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        int panels = product.Columns / GemmPrepacked.Columns;
        int parts = Math.Min(panels, PrepackedPartsPerThread * _workers.Count);
        var job = new PrepackedJob<TEpilogue>(product, panels, parts, epilogue);
        _workers.Run(parts, ref job);
    }

    private void MultiplyBoth<TKernel>(in GemmProduct first, in GemmProduct second)
        where TKernel : struct, IGemmKernel
    {
        if (first.Rows == 0 || first.Columns == 0)
        {
            Multiply(second);
            return;
        }

        MultiplyJob<TKernel, NoEpilogue> job1 = NotPacked<TKernel>(first, endsJob: false);
        MultiplyJob<TKernel, NoEpilogue> job2 = NotPacked<TKernel>(second, endsJob: true);
        var job = new BothJob<TKernel>(job1, job2);
        _workers.Run(job1.Count + job2.Count, ref job);
    }

    private MultiplyJob<TKernel, NoEpilogue> NotPacked<TKernel>(in GemmProduct given, bool endsJob)
        where TKernel : struct, IGemmKernel
    {
        GemmProduct product = Reading(given);
        var panels = new GemmPanels(0, product.Columns, 0, product.Depth, 0);
        var grid = GemmGrid.Cut(product.Rows, panels, TKernel.Rows, TKernel.Columns, _workers.Count, endsJob);
        return new MultiplyJob<TKernel, NoEpilogue>(product, panels, grid, default, _scratch);
    }

    private GemmProduct Reading(in GemmProduct product) => product with
    {
        CopiesFactors = _copiesFactors && FactorCopies.ArePaidFor(product.Rows, product.Columns),
    };

    // With so few rows, packing B would cost more than transposing C.
    private static bool HasFewRows(in GemmProduct product) =>
        product.Rows <= MostFewRows && product.A.UnitsAreRows && product.B.UnitsAreRows && product.AddendStride == 0;

    private void MultiplyFewRows<TKernel, TEpilogue>(in GemmProduct product, TEpilogue epilogue)
        where TKernel : struct, IGemmKernel
        where TEpilogue : struct, IGemmEpilogue
    {
        GemmProduct swapped = product with
        {
            A = product.B,
            B = product.A,
            Rows = product.Columns,
            Columns = product.Rows,
        };
        var few = new GemmPanels(0, product.Rows, 0, product.Depth, 0);
        GemmPanels panels = Pack<TKernel>(product.A, few, areFewRows: true);
        int tileRows = GemmFewRows<TKernel>.RowsTogether(product.Rows);
        var grid = GemmGrid.Cut(swapped.Rows, panels, tileRows, swapped.Columns, _workers.Count);
        var job = new FewRowsJob<TKernel, TEpilogue>(swapped, panels, grid, epilogue, _scratch);
        _workers.Run(grid.Count, ref job);
    }

    private GemmPanels Pack<TKernel>(in GemmOperand b, GemmPanels panels, bool areFewRows = false)
        where TKernel : struct, IGemmKernel
    {
        nint size = Gemm<TKernel>.PackedSize(panels.ColumnEnd - panels.Column, panels.Depth);
        panels = panels with { Values = (nint)_packed.Take(size) };
        var job = new PackJob<TKernel>(b, panels, areFewRows);
        int parts = Gemm<TKernel>.PackCount(panels);
        if (size > SmallFloats) _workers.Run(parts, ref job);
        else for (int part = 0; part < parts; part++) job.Execute(part, 0);
        return panels;
    }

    private readonly struct PackJob<TKernel>(GemmOperand b, GemmPanels panels, bool areFewRows) : IJob
        where TKernel : struct, IGemmKernel
    {
        public void Execute(int part, int worker)
        {
            if (areFewRows) GemmFewRows<TKernel>.Pack(b, panels, part);
            else Gemm<TKernel>.Pack(b, panels, part);
        }
    }

    private readonly struct MultiplyJob<TKernel, TEpilogue>(
        GemmProduct product, GemmPanels panels, GemmGrid grid, TEpilogue epilogue, NativeBuffer[] scratch) : IJob
        where TKernel : struct, IGemmKernel
        where TEpilogue : struct, IGemmEpilogue
    {
        public int Count => grid.Count;

        public void Execute(int part, int worker)
        {
            GemmArea area = grid.Area(part);
            int size = Gemm<TKernel>.ScratchSize(area.RowEnd - area.Row, product);
            Gemm<TKernel>.Multiply(product, panels, area, scratch[worker].Take(size));
            if (panels.End == product.Depth) epilogue.Apply(area);
        }
    }

    private readonly struct BothJob<TKernel>(
        MultiplyJob<TKernel, NoEpilogue> first, MultiplyJob<TKernel, NoEpilogue> second) : IJob
        where TKernel : struct, IGemmKernel
    {
        public void Execute(int part, int worker)
        {
            if (part < first.Count) first.Execute(part, worker);
            else second.Execute(part - first.Count, worker);
        }
    }

    private readonly struct FewRowsJob<TKernel, TEpilogue>(
        GemmProduct product, GemmPanels panels, GemmGrid grid, TEpilogue epilogue, NativeBuffer[] scratch) : IJob
        where TKernel : struct, IGemmKernel
        where TEpilogue : struct, IGemmEpilogue
    {
        public void Execute(int part, int worker)
        {
            GemmArea area = grid.Area(part);
            int size = GemmFewRows<TKernel>.ScratchSize(area.RowEnd - area.Row, product);
            GemmFewRows<TKernel>.Multiply(product, panels, area, scratch[worker].Take(size));
            epilogue.Apply(new GemmArea(area.Column, area.ColumnEnd, area.Row, area.RowEnd));
        }
    }

    private readonly struct PrepackedJob<TEpilogue>(GemmProduct product, int panels, int parts, TEpilogue epilogue)
        : IJob
        where TEpilogue : struct, IGemmEpilogue
    {
        public void Execute(int part, int worker)
        {
            int panel = part * panels / parts, panelEnd = (part + 1) * panels / parts;
            GemmPrepacked.Multiply(product, panel, panelEnd);
            epilogue.Apply(new GemmArea(
                0, product.Rows, panel * GemmPrepacked.Columns, panelEnd * GemmPrepacked.Columns));
        }
    }
}
