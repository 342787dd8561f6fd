namespace Cloze.Compute;

/// <summary>Kernels compiled for a device, each text on its first use or before, then kept on disk.</summary>
internal sealed class KernelModules : IDisposable
{
    private readonly CudaDevice _device;
    private readonly IKernelCompiler _compiler;
    private readonly CubinCache _cache;
    private readonly string[] _options;
    private readonly Dictionary<string, CudaModuleHandle> _modules = [];

    /// <param name="device">Where the kernels run.</param>
    /// <param name="compiler">Compiles them.</param>
    /// <param name="cache">Keeps what was compiled.</param>
    /// <param name="element">What activations are.</param>
    public KernelModules(CudaDevice device, IKernelCompiler compiler, CubinCache cache, TensorElement element)
    {
        (_device, _compiler, _cache) = (device, compiler, cache);
        _options =
        [
            $"-arch={device.Description.Architecture}",
            "-std=c++17",
            $"-DELEMENT_BF16={(element == TensorElement.BFloat16 ? 1 : 0)}",
        ];
    }

    /// <summary>The address of a kernel.</summary>
    /// <exception cref="ClozeException">The text does not compile, or it has no such kernel.</exception>
    public nint Find(string file, string kernel)
    {
        if (!_modules.TryGetValue(file, out CudaModuleHandle? module))
        {
            module = Load(file);
            _modules.Add(file, module);
        }

        int result = _device.Driver.ModuleGetFunction(module.Value, kernel, out nint function);
        _device.Check(result, $"finding {kernel} in {file}");
        return function;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CudaModuleHandle module in _modules.Values) module.Dispose();
    }

    private CudaModuleHandle Load(string file)
    {
        _device.Enter();
        string text = KernelText.Of(file);
        string name = $"{CubinCache.KeyOf([text, .. _options, _compiler.Version])}.cubin";
        if (_cache.Read(name) is { } kept && TryLoad(file, kept) is { } module) return module;
        byte[] image = _compiler.Compile(file, text, _options);
        module = new CudaModuleHandle(_device.Driver, _device.Context, image, file);
        _cache.Write(name, image);
        return module;
    }

    // A file that is damaged is made again.
    private CudaModuleHandle? TryLoad(string file, byte[] image)
    {
        try
        {
            return new CudaModuleHandle(_device.Driver, _device.Context, image, file);
        }
        catch (ClozeException)
        {
            return null;
        }
    }
}
