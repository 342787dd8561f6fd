namespace Cloze.Compute;

/// <summary>
/// The functions of NVIDIA's driver that Cloze calls, under the names they have there ("cuMemAlloc" is
/// <see cref="MemAlloc"/>). Every function gives the driver's result, 0 for success; <see cref="CudaError"/> makes a
/// sentence of any other. Tests put a recorder in the driver's place.
/// </summary>
internal unsafe interface ICudaDriver
{
    int Init();

    int DriverGetVersion(out int version);

    int DeviceGetCount(out int count);

    int DeviceGet(int ordinal, out int device);

    int DeviceGetName(int device, out string name);

    int DeviceGetAttribute(int attribute, int device, out int value);

    int DeviceTotalMem(int device, out nint bytes);

    int DevicePrimaryCtxRetain(int device, out nint context);

    int DevicePrimaryCtxRelease(int device);

    int CtxSetCurrent(nint context);

    int MemGetInfo(out nint free, out nint total);

    int MemAlloc(nint bytes, out ulong address);

    int MemFree(ulong address);

    int MemHostAlloc(nint bytes, out nint address);

    int MemFreeHost(nint address);

    int MemcpyHtoDAsync(ulong destination, nint source, nint bytes, nint stream);

    int MemcpyDtoHAsync(nint destination, ulong source, nint bytes, nint stream);

    int MemcpyDtoDAsync(ulong destination, ulong source, nint bytes, nint stream);

    int MemsetD8Async(ulong destination, byte value, nint bytes, nint stream);

    int StreamCreate(out nint stream);

    int StreamDestroy(nint stream);

    int StreamSynchronize(nint stream);

    int EventCreate(out nint mark);

    int EventDestroy(nint mark);

    int EventRecord(nint mark, nint stream);

    int EventSynchronize(nint mark);

    int EventElapsedTime(nint start, nint end, out float milliseconds);

    int ModuleLoadData(ReadOnlySpan<byte> image, out nint module);

    int ModuleUnload(nint module);

    int ModuleGetFunction(nint module, string name, out nint function);

    int FuncSetAttribute(nint function, int attribute, int value);

    int LaunchKernel(nint function, in LaunchShape shape, nint stream, void** arguments);

    string GetErrorName(int result);

    string GetErrorString(int result);
}
