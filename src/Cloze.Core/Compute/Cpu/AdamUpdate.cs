using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// An optimizer step that goes on while the next operations run. It moves 28 bytes a parameter and computes next to
/// nothing, so one thread is as fast as all where memory is the limit; the others meanwhile multiply matrices.
/// </summary>
/// <remarks>
/// A part is open, then taken by a background thread or by whoever needs its values first, then done. Background
/// threads go on behind what was needed last: a pass through a model reads its parameters in their order.
/// </remarks>
internal sealed unsafe class AdamUpdate(KernelSet kernels) : IPendingUpdate, IBackgroundWork
{
    private const int ValuesPerPart = 16384;

    private const int Open = 0;
    private const int Taken = 1;
    private const int Done = 2;

    private readonly Tensor[] _tensors = new Tensor[4];
    private float* _parameters;
    private float* _gradients;
    private float* _firstMoment;
    private float* _secondMoment;
    private AdamFactors _decaying;
    private int[] _edges = [];
    private int _edgeCount;
    private int _count;
    private int[] _states = [];
    private int _parts;
    private int _left;
    private int _next;

    /// <inheritdoc/>
    public bool IsPending => Volatile.Read(ref _left) > 0;

    /// <summary>
    /// Begins the step of <see cref="Backend.Adam"/>, when the one before is done; the four tensors are of one size.
    /// </summary>
    public void Begin(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        in AdamFactors factors)
    {
        Settle(0, _parts - 1);
        (_tensors[0], _tensors[1], _tensors[2], _tensors[3]) = (parameters, gradients, firstMoment, secondMoment);
        _parameters = HostArena.Pointer(parameters);
        _gradients = HostArena.Pointer(gradients);
        _firstMoment = HostArena.Pointer(firstMoment);
        _secondMoment = HostArena.Pointer(secondMoment);
        _decaying = factors;
        _count = checked((int)parameters.Count);
        if (_edges.Length < edges.Length) _edges = new int[edges.Length];
        edges.CopyTo(_edges);
        _edgeCount = edges.Length;
        OpenParts();
        foreach (Tensor tensor in _tensors) HostArena.Of(tensor).Pending = this;
    }

    /// <inheritdoc/>
    public bool TryRunPart()
    {
        int parts = Volatile.Read(ref _parts);
        for (int tried = 0; tried < parts && IsPending; tried++)
        {
            uint next = (uint)Interlocked.Increment(ref _next) - 1;
            if (TryRun((int)(next % (uint)parts))) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Settle(Tensor tensor)
    {
        foreach (Tensor mine in _tensors)
        {
            if (mine.Arena != tensor.Arena) continue;
            nint start = Math.Max(tensor.Offset - mine.Offset, 0);
            nint end = Math.Min(tensor.Offset + tensor.Count - mine.Offset, mine.Count);
            if (start < end) Settle((int)(start / ValuesPerPart), (int)((end - 1) / ValuesPerPart));
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (IsPending) Settle(0, _parts - 1);
    }

    // A background thread may be looking for parts all the while: what a part needs is there before it is open.
    private void OpenParts()
    {
        int parts = (int)(((long)_count + ValuesPerPart - 1) / ValuesPerPart);
        if (_states.Length < parts)
        {
            var states = new int[parts];
            Array.Fill(states, Done);
            _states = states;
        }

        _next = 0;
        Volatile.Write(ref _parts, parts);
        Volatile.Write(ref _left, parts);
        for (int part = 0; part < parts; part++) Volatile.Write(ref _states[part], Open);
    }

    private void Settle(int first, int last)
    {
        bool ran = false;
        for (int part = first; part <= last; part++) ran |= TryRun(part);
        if (ran) Volatile.Write(ref _next, last + 1);
        AwaitDone(first, last);
    }

    private void AwaitDone(int first, int last)
    {
        for (int part = first; part <= last; part++)
        {
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _states[part]) != Done) spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private bool TryRun(int part)
    {
        int[] states = _states;
        if (Volatile.Read(ref states[part]) != Open) return false;
        if (Interlocked.CompareExchange(ref states[part], Taken, Open) != Open) return false;
        Run(part);

        // Counted before it is done: when all are done, nobody counts any more and the next step may begin.
        Interlocked.Decrement(ref _left);
        Volatile.Write(ref states[part], Done);
        return true;
    }

    private void Run(int part)
    {
        int start = part * ValuesPerPart, end = start + Math.Min(ValuesPerPart, _count - start);
        ReadOnlySpan<int> edges = _edges.AsSpan(0, _edgeCount);
        int passed = edges.BinarySearch(start);
        passed = passed < 0 ? ~passed : passed + 1;
        while (start < end)
        {
            int next = passed < edges.Length ? Math.Min(edges[passed], end) : end;
            Update(start, next - start, decays: passed % 2 == 0);
            (start, passed) = (next, passed + 1);
        }
    }

    private void Update(int start, int count, bool decays) => kernels.Adam(
        decays ? _decaying : _decaying with { Decay = 0 },
        new Span<float>(_gradients + start, count),
        new Span<float>(_parameters + start, count),
        new Span<float>(_firstMoment + start, count),
        new Span<float>(_secondMoment + start, count));
}
