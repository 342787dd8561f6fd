using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// Lists of whole numbers that kernels read: ids, rows, starts. Every layer of a pass hands in the same ones; what is
/// already there is not sent again.
/// </summary>
internal sealed class IndexBuffers(CudaDevice device, CudaTransfers transfers) : IDisposable
{
    private readonly Dictionary<string, Slot> _slots = [];

    /// <summary>The numbers on the device, until the same name is sent other ones.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="values">The numbers.</param>
    /// <exception cref="ClozeException">There is not enough memory, or the device failed.</exception>
    public DevicePointer Send(string name, ReadOnlySpan<int> values)
    {
        ref Slot? slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, name, out _);
        slot ??= new Slot(new CudaBuffer(device, name));
        return slot.Send(values, transfers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slot slot in _slots.Values) slot.Buffer.Dispose();
    }

    private sealed class Slot(CudaBuffer buffer)
    {
        private int[] _values = [];
        private int _count = -1;

        public CudaBuffer Buffer => buffer;

        public DevicePointer Send(ReadOnlySpan<int> values, CudaTransfers transfers)
        {
            DevicePointer place = buffer.Take((nint)values.Length * sizeof(int));
            if (values.Length == _count && values.SequenceEqual(_values.AsSpan(0, _count))) return place;
            if (_values.Length < values.Length) _values = new int[values.Length + (values.Length / 8)];
            values.CopyTo(_values);
            _count = values.Length;
            transfers.Send(MemoryMarshal.AsBytes(values), place);
            return place;
        }
    }
}
