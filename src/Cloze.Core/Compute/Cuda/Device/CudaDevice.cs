using System.Diagnostics;

namespace Cloze.Compute;

/// <summary>
/// An open device: its primary context and one stream, in which everything happens in the order it was asked for.
/// </summary>
/// <remarks>
/// Any thread may call, one at a time, as with every <see cref="Backend"/>: a context belongs to threads one by one, so
/// each operation here makes it the calling thread's first, which costs some ten nanoseconds.
/// </remarks>
internal sealed class CudaDevice : IDisposable
{
    private const int MultiprocessorCount = 16;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;
    private const int MostSharedBytes = 97;

    // The kernels use copies in the background and products of bfloat16, which came with Ampere.
    private const int OldestMajor = 8;

    private readonly CudaStreamHandle _stream;
    private long _waited;

    /// <summary>Opens a device.</summary>
    /// <param name="driver">The driver, started.</param>
    /// <param name="index">The device's number, from 0.</param>
    /// <exception cref="ClozeException">There is no such device, or it cannot be used.</exception>
    public CudaDevice(ICudaDriver driver, int index)
    {
        Driver = driver;
        Description = CudaDescription.Of(driver, index);
        if (Description.Major < OldestMajor)
        {
            throw new ClozeException(
                $"{Description.Name} has compute capability {Description.Capability}, expected 8.0 or above.",
                "Compute on the processor, or on a device of NVIDIA's Ampere generation or later.");
        }

        Context = new CudaContextHandle(driver, Description.Device);
        try
        {
            Enter();
            _stream = new CudaStreamHandle(driver, Context);
        }
        catch
        {
            Context.Dispose();
            throw;
        }
    }

    /// <summary>The driver.</summary>
    public ICudaDriver Driver { get; }

    /// <summary>What the device is.</summary>
    public CudaDescription Description { get; }

    /// <summary>The device's primary context.</summary>
    public CudaContextHandle Context { get; }

    /// <summary>The stream, as the driver and its libraries take it.</summary>
    public nint Stream => _stream.Value;

    /// <summary>Times everything that is queued while it stands here; null where nothing is timed.</summary>
    public LaunchRecorder? Recorder { get; set; }

    /// <summary>Seconds for which threads have waited for the device.</summary>
    public double SecondsWaited => Stopwatch.GetElapsedTime(0, _waited).TotalSeconds;

    /// <summary>Makes the context the calling thread's.</summary>
    /// <exception cref="ClozeException">The device failed.</exception>
    public void Enter() => Check(Driver.CtxSetCurrent(Context.Value), "entering the device");

    /// <summary>Takes memory; what stands in it is undefined.</summary>
    /// <param name="name">What it is for, for messages.</param>
    /// <param name="bytes">Least size.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public DeviceMemoryHandle Allocate(string name, nint bytes)
    {
        Enter();
        return new DeviceMemoryHandle(Driver, Context, name, Math.Max(bytes, 1));
    }

    /// <summary>Sets bytes to zero, behind what was queued before.</summary>
    public void Clear(DevicePointer place, nint bytes)
    {
        if (bytes == 0) return;
        Enter();
        Recorder?.Begin();
        Check(Driver.MemsetD8Async(place.Address, 0, bytes, Stream), "clearing memory");
        Recorder?.End("clear", bytes, 0);
    }

    /// <summary>Copies within the device, behind what was queued before.</summary>
    public void Copy(DevicePointer source, DevicePointer destination, nint bytes)
    {
        if (bytes == 0) return;
        Enter();
        Recorder?.Begin();
        Check(Driver.MemcpyDtoDAsync(destination.Address, source.Address, bytes, Stream), "copying on the device");
        Recorder?.End("copy", 2.0 * bytes, 0);
    }

    /// <summary>Waits until all that was queued is done; errors of kernels come out here.</summary>
    /// <exception cref="ClozeException">A kernel failed.</exception>
    public void Synchronize()
    {
        Enter();
        long start = Stopwatch.GetTimestamp();
        Check(Driver.StreamSynchronize(Stream), "waiting for the device");
        _waited += Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Bytes of the device's memory that nobody uses.</summary>
    public nint FreeMemory()
    {
        Enter();
        Check(Driver.MemGetInfo(out nint free, out _), "asking for the free memory");
        return free;
    }

    /// <summary>Returns where a result of the driver's is 0.</summary>
    /// <exception cref="ClozeException">It is another.</exception>
    public void Check(int result, string operation) => CudaError.Check(Driver, result, operation);

    /// <summary>Closes the stream and gives the context back.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        Context.Dispose();
    }

    internal static int Attribute(ICudaDriver driver, int device, int attribute)
    {
        CudaError.Check(driver, driver.DeviceGetAttribute(attribute, device, out int value), "describing the device");
        return value;
    }

    internal static int Multiprocessors(ICudaDriver driver, int device) =>
        Attribute(driver, device, MultiprocessorCount);

    internal static int SharedBytes(ICudaDriver driver, int device) => Attribute(driver, device, MostSharedBytes);

    internal static (int Major, int Minor) Capability(ICudaDriver driver, int device) =>
        (Attribute(driver, device, CapabilityMajor), Attribute(driver, device, CapabilityMinor));
}
