using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>NVIDIA's driver, called by a table of function pointers: no runtime library, nothing linked.</summary>
internal sealed unsafe partial class CudaDriver : ICudaDriver
{
    private const int LongestName = 256;

    private readonly delegate* unmanaged<uint, int> _init;
    private readonly delegate* unmanaged<int*, int> _version;
    private readonly delegate* unmanaged<int*, int> _count;
    private readonly delegate* unmanaged<int*, int, int> _device;
    private readonly delegate* unmanaged<byte*, int, int, int> _name;
    private readonly delegate* unmanaged<int*, int, int, int> _attribute;
    private readonly delegate* unmanaged<nuint*, int, int> _totalMemory;
    private readonly delegate* unmanaged<nint*, int, int> _retain;
    private readonly delegate* unmanaged<int, int> _release;
    private readonly delegate* unmanaged<nint, int> _setCurrent;
    private readonly delegate* unmanaged<int, byte**, int> _errorName;
    private readonly delegate* unmanaged<int, byte**, int> _errorText;

    /// <summary>Finds the functions.</summary>
    /// <exception cref="ClozeException">The library lacks one.</exception>
    public CudaDriver(NativeTable table)
    {
        _init = (delegate* unmanaged<uint, int>)table["cuInit"];
        _version = (delegate* unmanaged<int*, int>)table["cuDriverGetVersion"];
        _count = (delegate* unmanaged<int*, int>)table["cuDeviceGetCount"];
        _device = (delegate* unmanaged<int*, int, int>)table["cuDeviceGet"];
        _name = (delegate* unmanaged<byte*, int, int, int>)table["cuDeviceGetName"];
        _attribute = (delegate* unmanaged<int*, int, int, int>)table["cuDeviceGetAttribute"];
        _totalMemory = (delegate* unmanaged<nuint*, int, int>)table["cuDeviceTotalMem_v2"];
        _retain = (delegate* unmanaged<nint*, int, int>)table["cuDevicePrimaryCtxRetain"];
        _release = (delegate* unmanaged<int, int>)table["cuDevicePrimaryCtxRelease_v2"];
        _setCurrent = (delegate* unmanaged<nint, int>)table["cuCtxSetCurrent"];
        _errorName = (delegate* unmanaged<int, byte**, int>)table["cuGetErrorName"];
        _errorText = (delegate* unmanaged<int, byte**, int>)table["cuGetErrorString"];
        _memory = new MemoryFunctions(table);
        _work = new WorkFunctions(table);
    }

    public int Init() => _init(0);

    public int DriverGetVersion(out int version)
    {
        fixed (int* result = &version) return _version(result);
    }

    public int DeviceGetCount(out int count)
    {
        fixed (int* result = &count) return _count(result);
    }

    public int DeviceGet(int ordinal, out int device)
    {
        fixed (int* result = &device) return _device(result, ordinal);
    }

    public int DeviceGetName(int device, out string name)
    {
        byte* text = stackalloc byte[LongestName];
        int result = _name(text, LongestName, device);
        name = result == 0 ? Marshal.PtrToStringUTF8((nint)text) ?? "" : "";
        return result;
    }

    public int DeviceGetAttribute(int attribute, int device, out int value)
    {
        fixed (int* result = &value) return _attribute(result, attribute, device);
    }

    public int DeviceTotalMem(int device, out nint bytes)
    {
        fixed (nint* result = &bytes) return _totalMemory((nuint*)result, device);
    }

    public int DevicePrimaryCtxRetain(int device, out nint context)
    {
        fixed (nint* result = &context) return _retain(result, device);
    }

    public int DevicePrimaryCtxRelease(int device) => _release(device);

    public int CtxSetCurrent(nint context) => _setCurrent(context);

    public string GetErrorName(int result) => Text(_errorName, result);

    public string GetErrorString(int result) => Text(_errorText, result);

    private static string Text(delegate* unmanaged<int, byte**, int> function, int result)
    {
        byte* text = null;
        return function(result, &text) == 0 ? Marshal.PtrToStringUTF8((nint)text) ?? "" : "";
    }
}
