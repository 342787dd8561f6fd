using System.Diagnostics;

namespace Cloze.Compute;

/// <summary>
/// The one seam to hardware: the coarse operations of a BERT, forward and backward, over tensors of this backend's
/// memory. Models know nothing else of the machine. Every operation checks its operands here, before any memory is
/// touched, and is measured here where a <see cref="Profiler"/> listens; a derived class only computes.
/// </summary>
/// <remarks>
/// Shape letters: T tokens, S sequences, M masked rows, H hidden, A heads, D = H / A, F inner, V vocabulary; K and N
/// are the inputs and outputs of a linear layer. A weight is [N, K], a bias [1, N].
/// Gradients of parameters are added to their destination; gradients of activations overwrite it unless the
/// operation says otherwise. An input may be the destination only where the operation says so. The results have the
/// same bits for any number of threads. One operation at a time.
/// <para>
/// Every operation throws <see cref="ArgumentException"/>, naming operation and operand, for a tensor that is missing,
/// of another backend, of a shape that does not fit the others', or in the place of one it must not share, and for an
/// index outside its table; and <see cref="ObjectDisposedException"/> where the backend or a tensor's arena is
/// disposed.
/// </para>
/// </remarks>
internal abstract partial class Backend : IDisposable
{
    private readonly HashSet<Arena> _arenas = [];
    private OperationProfiler? _profiler;

    /// <summary>The backend and its instruction set, for people: "CPU, AVX-512, 2 threads".</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Measures every operation while it stands here; null where nothing is measured. What began before is awaited, and
    /// is in no measurement; what would go on beside later operations is awaited, and so each has its own time.
    /// </summary>
    public OperationProfiler? Profiler
    {
        get => _profiler;
        set
        {
            if (value is not null) Finish();
            _profiler = value;
        }
    }

    /// <summary>The arenas taken and not yet disposed.</summary>
    internal IReadOnlyList<Arena> LiveArenas
    {
        get
        {
            lock (_arenas) return [.. _arenas];
        }
    }

    /// <summary>Whether the backend was disposed.</summary>
    internal bool IsDisposed { get; private set; }

    /// <summary>Bytes of the memory it computes in, where that is not the host's.</summary>
    public virtual long? DeviceMemory => null;

    /// <summary>Bytes of that memory in use, by whomever.</summary>
    public virtual long? MemoryInUse => null;

    /// <summary>Seconds for which callers have waited for a device so far.</summary>
    public virtual double SecondsWaited => 0;

    /// <summary>What this backend keeps activations and their gradients in.</summary>
    public virtual TensorElement ActivationElement => TensorElement.Float32;

    /// <summary>
    /// Whether what makes the gradient of a linear layer's output also adds its column sums, the gradient of the
    /// layer's bias, where it is handed columnSums: the weight's gradient is then asked for without the bias's.
    /// </summary>
    public virtual bool SumsColumns => false;

    /// <summary>
    /// Whether kernels that are right in tests but were never timed on a device are taken in place of those that were:
    /// false at first, set to compare both.
    /// </summary>
    public virtual bool TakesCandidates
    {
        get => false;
        set { }
    }

    /// <summary>
    /// Whether the backward pass is to find activations as the forward pass left them: more memory, and one pass over
    /// it less than where they are made again of what they were made of.
    /// </summary>
    public virtual bool KeepsActivations => false;

    /// <summary>
    /// Whether a linear layer adds a residual within its product, which saves reading it once more: it is then handed
    /// to <see cref="Linear"/>, and not to the norm behind, wherever no dropout stands between them.
    /// </summary>
    public virtual bool AddsInProducts => false;

    /// <summary>Takes an arena of float32 values in this backend's memory, zeroed.</summary>
    /// <param name="name">What it holds, for messages.</param>
    /// <param name="floats">Size in floats.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floats"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The backend was disposed.</exception>
    public Arena CreateArena(string name, nint floats) => Register(name, floats, TensorElement.Float32);

    /// <summary>Takes an arena for activations in this backend's memory, zeroed.</summary>
    /// <inheritdoc cref="CreateArena"/>
    public Arena CreateActivationArena(string name, nint floats) => Register(name, floats, ActivationElement);

    /// <summary>Copies host values into a tensor.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Upload(ReadOnlySpan<float> source, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Upload);
        check.Present(destination);
        check.Length(source.Length, destination.Count, nameof(source));
        UploadCore(source, destination);
    }

    /// <summary>Copies a tensor's values to the host.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Download(Tensor source, Span<float> destination)
    {
        var check = new OperandCheck(this, Operation.Download);
        check.Present(source);
        check.Length(destination.Length, source.Count, nameof(destination));
        DownloadCore(source, destination);
    }

    /// <summary>Sets every value to zero.</summary>
    public void Clear(Tensor tensor)
    {
        new OperandCheck(this, Operation.Clear).Present(tensor);
        long start = Stopwatch.GetTimestamp();
        ClearCore(tensor);
        Measure(Operation.Clear, start);
    }

    /// <summary>Does some work and says what a device did for it, kernel by kernel, the longest first.</summary>
    /// <param name="work">The work.</param>
    /// <param name="load">What every call of attention in it has to do.</param>
    /// <returns>Nothing where the operations are the processor's.</returns>
    /// <exception cref="ClozeException">The device failed.</exception>
    public virtual IReadOnlyList<KernelProfile> ProfileKernels(Action work, AttentionLoad load)
    {
        work();
        return [];
    }

    /// <summary>Returns when no operation is going on any more.</summary>
    public abstract void Finish();

    /// <summary>Ends what is going on and frees everything, the arenas that are still alive among it.</summary>
    public void Dispose()
    {
        if (IsDisposed) return;
        Finish();
        IsDisposed = true;
        foreach (Arena arena in LiveArenas) arena.Dispose();
        DisposeCore();
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets an arena that was disposed.</summary>
    internal void Forget(Arena arena)
    {
        lock (_arenas) _arenas.Remove(arena);
    }

    /// <summary>Takes memory for <see cref="CreateArena"/>.</summary>
    protected abstract Arena CreateArenaCore(string name, nint floats, TensorElement element);

    /// <summary>Does <see cref="Upload"/>; the operands are checked.</summary>
    protected abstract void UploadCore(ReadOnlySpan<float> source, Tensor destination);

    /// <summary>Does <see cref="Download"/>; the operands are checked.</summary>
    protected abstract void DownloadCore(Tensor source, Span<float> destination);

    /// <summary>Does <see cref="Clear"/>; the operand is checked.</summary>
    protected abstract void ClearCore(Tensor tensor);

    /// <summary>Returns when the operation that began last is done, so that its time is its own.</summary>
    protected virtual void AwaitOperation()
    {
    }

    /// <summary>Frees what the derived class holds, once; its arenas are disposed already.</summary>
    protected virtual void DisposeCore()
    {
    }

    private Arena Register(string name, nint floats, TensorElement element)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(floats);
        Arena arena = CreateArenaCore(name, floats, element);
        arena.Owner = this;
        lock (_arenas) _arenas.Add(arena);
        return arena;
    }

    // The last use of this object in every operation, which keeps the memory it owns alive until then.
    private void Measure(Operation operation, long start, double flops = 0)
    {
        if (_profiler is { } profiler)
        {
            AwaitOperation();
            profiler.Add(operation, start, flops);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Multiplications and additions of a product of [T, K] or [T, N] with a weight [N, K].</summary>
    private static double Product(Tensor rows, Tensor weight) => 2.0 * rows.Rows * weight.Count;
}
