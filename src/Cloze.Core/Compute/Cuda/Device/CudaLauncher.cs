namespace Cloze.Compute;

/// <summary>Queues kernels on a device's stream, and has the scratch memory that they share.</summary>
internal sealed unsafe class CudaLauncher : ICudaLauncher, IDisposable
{
    private const int DynamicSharedBytes = 8;
    private const int SharedBytesWithoutAsking = 48 << 10;
    private const int MostArguments = 64;

    private readonly CudaDevice _device;
    private readonly KernelModules _modules;
    private readonly Dictionary<(string File, string Kernel), Function> _functions = [];
    private readonly List<CudaBuffer> _scratch = [];

    /// <param name="device">Where kernels run.</param>
    /// <param name="modules">The kernels; disposed with this object.</param>
    /// <param name="element">What activations are.</param>
    public CudaLauncher(CudaDevice device, KernelModules modules, TensorElement element)
    {
        (_device, _modules) = (device, modules);
        ElementSize = element == TensorElement.BFloat16 ? sizeof(ushort) : sizeof(float);
        SharedBytes = CudaDevice.SharedBytes(device.Driver, device.Description.Device);
    }

    /// <inheritdoc/>
    public int ElementSize { get; }

    /// <inheritdoc/>
    public int Multiprocessors => _device.Description.Multiprocessors;

    /// <inheritdoc/>
    public int SharedBytes { get; }

    /// <inheritdoc/>
    public void Launch(
        string file, string kernel, in LaunchShape shape, ReadOnlySpan<KernelArgument> arguments)
    {
        if (shape.GridX == 0 || shape.GridY == 0 || shape.GridZ == 0) return;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arguments.Length, MostArguments);
        _device.Enter();
        Function function = Find(file, kernel);
        if (shape.SharedBytes > function.SharedBytes) Raise(function, shape.SharedBytes, kernel);
        ulong* values = stackalloc ulong[arguments.Length];
        void** places = stackalloc void*[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Bits;
            places[i] = values + i;
        }

        int result = _device.Driver.LaunchKernel(function.Address, shape, _device.Stream, places);
        if (result != 0) throw CudaError.Of(_device.Driver, result, $"starting {kernel} of {file}");
    }

    /// <inheritdoc/>
    public DevicePointer Scratch(int slot, nint bytes)
    {
        while (_scratch.Count <= slot) _scratch.Add(new CudaBuffer(_device, "scratch memory"));
        return _scratch[slot].Take(bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CudaBuffer buffer in _scratch) buffer.Dispose();
        _modules.Dispose();
    }

    private Function Find(string file, string kernel)
    {
        if (_functions.TryGetValue((file, kernel), out Function? known)) return known;
        var function = new Function { Address = _modules.Find(file, kernel), SharedBytes = SharedBytesWithoutAsking };
        _functions.Add((file, kernel), function);
        return function;
    }

    private void Raise(Function function, uint bytes, string kernel)
    {
        int result = _device.Driver.FuncSetAttribute(function.Address, DynamicSharedBytes, (int)bytes);
        _device.Check(result, $"giving {kernel} {bytes} bytes of shared memory");
        function.SharedBytes = bytes;
    }

    private sealed class Function
    {
        public required nint Address;
        public required uint SharedBytes;
    }
}
