using System.Runtime.InteropServices;
using Cloze.Compute;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>
/// A driver without a device: its memory is the host's, copies happen at once, kernels are only noted. It knows what is
/// alive, and fails where it is told to.
/// </summary>
internal sealed unsafe class FakeDriver : ICudaDriver
{
    // Not constants: the compiler cannot know that addresses have 64 bits.
    private static readonly long s_all = 80_000_000_000, s_free = 60_000_000_000;

    private readonly Dictionary<nint, string> _alive = [];
    private nint _next = 16;

    /// <summary>Every call that changes something, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What was created and not freed.</summary>
    public IReadOnlyCollection<string> Alive => _alive.Values;

    /// <summary>Functions that fail, with their results.</summary>
    public Dictionary<string, int> Failures { get; } = [];

    /// <summary>Number of devices.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>The devices' compute capability.</summary>
    public (int Major, int Minor) Capability { get; init; } = (9, 0);

    public int Init() => Result("Init");

    public int DriverGetVersion(out int version) => Give(13000, out version, "DriverGetVersion");

    public int DeviceGetCount(out int count) => Give(Devices, out count, "DeviceGetCount");

    public int DeviceGet(int ordinal, out int device) => Give(ordinal, out device, "DeviceGet");

    public int DeviceGetName(int device, out string name) => Give("Fake GPU", out name, "DeviceGetName");

    public int DeviceGetAttribute(int attribute, int device, out int value) => Give(
        attribute switch { 16 => 132, 97 => 232_448, 75 => Capability.Major, 76 => Capability.Minor, _ => 0 },
        out value,
        "DeviceGetAttribute");

    public int DeviceTotalMem(int device, out nint bytes) => Give(checked((nint)s_all), out bytes, "DeviceTotalMem");

    public int DevicePrimaryCtxRetain(int device, out nint context) => Create("context", out context);

    public int DevicePrimaryCtxRelease(int device) =>
        Free(_alive.First(pair => pair.Value == "context").Key, "context");

    public int CtxSetCurrent(nint context) => Result("CtxSetCurrent");

    public int MemGetInfo(out nint free, out nint total)
    {
        total = checked((nint)s_all);
        return Give(checked((nint)s_free), out free, "MemGetInfo");
    }

    public int MemAlloc(nint bytes, out ulong address)
    {
        int result = Memory("memory", bytes, out nint place);
        address = (ulong)place;
        return result;
    }

    public int MemFree(ulong address) => FreeMemory((nint)address, "memory");

    public int MemHostAlloc(nint bytes, out nint address) => Memory("pinned", bytes, out address);

    public int MemFreeHost(nint address) => FreeMemory(address, "pinned");

    public int MemcpyHtoDAsync(ulong destination, nint source, nint bytes, nint stream) =>
        Copy("to device", (nint)destination, source, bytes);

    public int MemcpyDtoHAsync(nint destination, ulong source, nint bytes, nint stream) =>
        Copy("to host", destination, (nint)source, bytes);

    public int MemcpyDtoDAsync(ulong destination, ulong source, nint bytes, nint stream) =>
        Copy("on device", (nint)destination, (nint)source, bytes);

    public int MemsetD8Async(ulong destination, byte value, nint bytes, nint stream)
    {
        new Span<byte>((void*)destination, (int)bytes).Fill(value);
        return Note($"set {bytes}");
    }

    public int StreamCreate(out nint stream) => Create("stream", out stream);

    public int StreamDestroy(nint stream) => Free(stream, "stream");

    public int StreamSynchronize(nint stream) => Note("wait");

    public int EventCreate(out nint mark) => Create("event", out mark);

    public int EventDestroy(nint mark) => Free(mark, "event");

    public int EventRecord(nint mark, nint stream) => Result("EventRecord");

    public int EventSynchronize(nint mark) => Result("EventSynchronize");

    public int EventElapsedTime(nint start, nint end, out float milliseconds) =>
        Give(1f, out milliseconds, "EventElapsedTime");

    public int ModuleLoadData(ReadOnlySpan<byte> image, out nint module)
    {
        if (image.SequenceEqual("damaged"u8))
        {
            module = 0;
            return 200;
        }

        return Create("module", out module);
    }

    public int ModuleUnload(nint module) => Free(module, "module");

    public int ModuleGetFunction(nint module, string name, out nint function)
    {
        Calls.Add($"find {name}");
        return Give(_next++, out function, "ModuleGetFunction");
    }

    public int FuncSetAttribute(nint function, int attribute, int value) => Note($"attribute {attribute} = {value}");

    public int LaunchKernel(nint function, in LaunchShape shape, nint stream, void** arguments) =>
        Note($"launch {shape.GridX} x {shape.GridY} x {shape.GridZ} of {shape.Block}, first {*(uint*)arguments[0]}");

    public string GetErrorName(int result) => result == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : $"CUDA_ERROR_{result}";

    public string GetErrorString(int result) => result == 2 ? "out of memory" : "an error";

    private int Result(string function) => Failures.GetValueOrDefault(function);

    private int Note(string call)
    {
        Calls.Add(call);
        return Result(call.Split(' ')[0]);
    }

    private int Give<T>(T value, out T result, string function)
    {
        result = value;
        return Result(function);
    }

    private int Create(string what, out nint value)
    {
        value = 0;
        if (Result(what) is not 0 and int failure) return failure;
        value = _next++;
        _alive.Add(value, what);
        return 0;
    }

    private int Free(nint value, string what)
    {
        if (!_alive.TryGetValue(value, out string? found) || found != what) return 400;
        _alive.Remove(value);
        Calls.Add($"free {what}");
        return 0;
    }

    private int Memory(string what, nint bytes, out nint address)
    {
        address = 0;
        if (Result(what) is not 0 and int failure) return failure;
        address = (nint)NativeMemory.AlignedAlloc((nuint)bytes, 256);
        new Span<byte>((void*)address, (int)bytes).Fill(0xCD);
        _alive.Add(address, what);
        Calls.Add($"take {what} {bytes}");
        return 0;
    }

    private int FreeMemory(nint address, string what)
    {
        int result = Free(address, what);
        if (result == 0) NativeMemory.AlignedFree((void*)address);
        return result;
    }

    private int Copy(string what, nint destination, nint source, nint bytes)
    {
        Buffer.MemoryCopy((void*)source, (void*)destination, bytes, bytes);
        return Note($"copy {what} {bytes}");
    }
}
