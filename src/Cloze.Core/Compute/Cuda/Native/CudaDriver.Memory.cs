namespace Cloze.Compute;

/// <content>Memory of devices, and of the host where devices read it.</content>
internal sealed unsafe partial class CudaDriver
{
    private readonly MemoryFunctions _memory;

    public int MemGetInfo(out nint free, out nint total)
    {
        fixed (nint* left = &free, all = &total) return _memory.Info((nuint*)left, (nuint*)all);
    }

    public int MemAlloc(nint bytes, out ulong address)
    {
        fixed (ulong* result = &address) return _memory.Allocate(result, (nuint)bytes);
    }

    public int MemFree(ulong address) => _memory.Free(address);

    public int MemHostAlloc(nint bytes, out nint address)
    {
        fixed (nint* result = &address) return _memory.AllocateHost(result, (nuint)bytes, 0);
    }

    public int MemFreeHost(nint address) => _memory.FreeHost(address);

    public int MemcpyHtoDAsync(ulong destination, nint source, nint bytes, nint stream) =>
        _memory.ToDevice(destination, source, (nuint)bytes, stream);

    public int MemcpyDtoHAsync(nint destination, ulong source, nint bytes, nint stream) =>
        _memory.ToHost(destination, source, (nuint)bytes, stream);

    public int MemcpyDtoDAsync(ulong destination, ulong source, nint bytes, nint stream) =>
        _memory.OnDevice(destination, source, (nuint)bytes, stream);

    public int MemsetD8Async(ulong destination, byte value, nint bytes, nint stream) =>
        _memory.Set(destination, value, (nuint)bytes, stream);

    private readonly struct MemoryFunctions(NativeTable table)
    {
        public readonly delegate* unmanaged<nuint*, nuint*, int> Info =
            (delegate* unmanaged<nuint*, nuint*, int>)table["cuMemGetInfo_v2"];

        public readonly delegate* unmanaged<ulong*, nuint, int> Allocate =
            (delegate* unmanaged<ulong*, nuint, int>)table["cuMemAlloc_v2"];

        public readonly delegate* unmanaged<ulong, int> Free =
            (delegate* unmanaged<ulong, int>)table["cuMemFree_v2"];

        public readonly delegate* unmanaged<nint*, nuint, uint, int> AllocateHost =
            (delegate* unmanaged<nint*, nuint, uint, int>)table["cuMemHostAlloc"];

        public readonly delegate* unmanaged<nint, int> FreeHost =
            (delegate* unmanaged<nint, int>)table["cuMemFreeHost"];

        public readonly delegate* unmanaged<ulong, nint, nuint, nint, int> ToDevice =
            (delegate* unmanaged<ulong, nint, nuint, nint, int>)table["cuMemcpyHtoDAsync_v2"];

        public readonly delegate* unmanaged<nint, ulong, nuint, nint, int> ToHost =
            (delegate* unmanaged<nint, ulong, nuint, nint, int>)table["cuMemcpyDtoHAsync_v2"];

        public readonly delegate* unmanaged<ulong, ulong, nuint, nint, int> OnDevice =
            (delegate* unmanaged<ulong, ulong, nuint, nint, int>)table["cuMemcpyDtoDAsync_v2"];

        public readonly delegate* unmanaged<ulong, byte, nuint, nint, int> Set =
            (delegate* unmanaged<ulong, byte, nuint, nint, int>)table["cuMemsetD8Async"];
    }
}
