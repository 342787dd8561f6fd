using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// Lists of whole numbers that kernels read: ids, rows, starts. Every layer of a pass hands in the same ones; what is
/// already there is not sent again, where two lists take turns under one name neither.
/// </summary>
internal sealed class IndexBuffers(CudaDevice device, CudaTransfers transfers) : IDisposable
{
    private readonly Dictionary<string, Slot> _slots = [];

    /// <summary>The numbers on the device, until the same name is sent two other lists.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="values">The numbers.</param>
    /// <exception cref="ClozeException">There is not enough memory, or the device failed.</exception>
    public DevicePointer Send(string name, ReadOnlySpan<int> values)
    {
        ref Slot? slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, name, out _);
        slot ??= new Slot(new Kept(new CudaBuffer(device, name)), new Kept(new CudaBuffer(device, name)));
        return slot.Send(values, transfers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slot slot in _slots.Values) slot.Dispose();
    }

    // The list that was asked for last, and the one before it.
    private sealed class Slot(Kept last, Kept other)
    {
        public DevicePointer Send(ReadOnlySpan<int> values, CudaTransfers transfers)
        {
            if (!last.Has(values)) (last, other) = (other, last);
            if (!last.Has(values)) last.Take(values, transfers);
            return last.Place;
        }

        public void Dispose()
        {
            last.Dispose();
            other.Dispose();
        }
    }

    private sealed class Kept(CudaBuffer buffer)
    {
        private int[] _values = [];
        private int _count = -1;

        public DevicePointer Place { get; private set; }

        public bool Has(ReadOnlySpan<int> values) =>
            values.Length == _count && values.SequenceEqual(_values.AsSpan(0, _count));

        public void Take(ReadOnlySpan<int> values, CudaTransfers transfers)
        {
            Place = buffer.Take((nint)values.Length * sizeof(int));
            if (_values.Length < values.Length) _values = new int[values.Length + (values.Length / 8)];
            values.CopyTo(_values);
            _count = values.Length;
            transfers.Send(MemoryMarshal.AsBytes(values), Place);
        }

        public void Dispose() => buffer.Dispose();
    }
}
