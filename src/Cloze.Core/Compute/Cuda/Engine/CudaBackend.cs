using System.Buffers;
using System.Runtime.InteropServices;

namespace Cloze.Compute;

/// <summary>
/// The operations on a CUDA device: own kernels and a library's matrix products on one stream, one file a family of
/// operations. An operation returns when it is queued; only what gives numbers to the host waits for the device.
/// </summary>
/// <remarks>
/// Activations and their gradients are of <see cref="ActivationElement"/>. Parameters, their gradients, moments,
/// statistics and losses are float32; the factors of products are read from a shadow in bfloat16 where activations are
/// bfloat16. A parameter's values change by <see cref="Backend.Upload"/>, <see cref="Backend.Clear"/> and what
/// optimizers do alone, which keep its shadow.
/// </remarks>
internal sealed partial class CudaBackend : Backend
{
    private readonly CudaDevice _device;
    private readonly ICudaLauncher _launcher;
    private readonly IMatrixProducts _products;
    private readonly CudaTransfers _transfers;
    private readonly IndexBuffers _lists;
    private readonly Owned _owned;

    /// <summary>Makes a backend of an open device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="launcher">Runs kernels on it.</param>
    /// <param name="products">Multiplies matrices on it.</param>
    /// <param name="element">What activations are.</param>
    /// <param name="owned">What is disposed with this object, the device among it.</param>
    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public CudaBackend(
        CudaDevice device, ICudaLauncher launcher, IMatrixProducts products, TensorElement element, Owned owned)
    {
        (_device, _owned) = (device, owned);
        (_launcher, _products) = (new RecordedLauncher(launcher, device), new RecordedProducts(products, device));
        ActivationElement = element;
        _transfers = owned.Add(new CudaTransfers(device));
        _lists = owned.Add(new IndexBuffers(device, _transfers));
        _logits = owned.Add(new CudaBuffer(device, "logits"));
        _losses = owned.Add(new CudaBuffer(device, "losses"));
        _ranks = owned.Add(new CudaBuffer(device, "ranks"));
        _sum = owned.Add(new CudaBuffer(device, "sums"));
        (_activation, _columns, _copy) = (new(_launcher), new(_launcher), new(_launcher));
        (_norm, _rows, _embedding) = (new(_launcher), new(_launcher), new(_launcher));
        (_adam, _loss, _attention) = (new(_launcher), new(_launcher), new(_launcher));
        (_gate, _rotary, _optimizer) = (new(_launcher), new(_launcher), new(_launcher));
    }

    /// <inheritdoc/>
    public override TensorElement ActivationElement { get; }

    /// <inheritdoc/>
    public override bool SumsColumns => true;

    /// <inheritdoc/>
    public override bool AddsInProducts => true;

    /// <inheritdoc/>
    public override bool KeepsActivations => true;

    /// <inheritdoc/>
    public override long? DeviceMemory => _device.Description.Memory;

    /// <inheritdoc/>
    public override long? MemoryInUse => _device.Description.Memory - _device.FreeMemory();

    /// <inheritdoc/>
    public override string Name =>
        $"{_device.Description.Name}, {(ActivationElement == TensorElement.BFloat16 ? "bf16" : "float32")}";

    /// <inheritdoc/>
    public override void Finish() => _transfers.Wait();

    /// <inheritdoc/>
    protected override void AwaitOperation() => Finish();

    /// <inheritdoc/>
    protected override Arena CreateArenaCore(string name, nint floats, TensorElement element) =>
        new CudaArena(name, floats, element, _device);

    /// <inheritdoc/>
    protected override void UploadCore(ReadOnlySpan<float> source, Tensor destination)
    {
        DevicePointer place = CudaArena.Pointer(destination);
        if (destination.Element == TensorElement.Float32)
        {
            _transfers.Send(MemoryMarshal.AsBytes(source), place);
            if (CudaArena.Of(destination).HasShadow) Shade(destination);
            return;
        }

        ushort[] halves = ArrayPool<ushort>.Shared.Rent(source.Length);
        Halves.Narrow(source, halves);
        _transfers.Send(MemoryMarshal.AsBytes(halves.AsSpan(0, source.Length)), place);
        ArrayPool<ushort>.Shared.Return(halves);
    }

    /// <inheritdoc/>
    protected override void DownloadCore(Tensor source, Span<float> destination)
    {
        DevicePointer place = CudaArena.Pointer(source);
        if (source.Element == TensorElement.Float32)
        {
            _transfers.Receive(place, MemoryMarshal.AsBytes(destination));
            return;
        }

        ushort[] halves = ArrayPool<ushort>.Shared.Rent(destination.Length);
        _transfers.Receive(place, MemoryMarshal.AsBytes(halves.AsSpan(0, destination.Length)));
        Halves.Widen(halves.AsSpan(0, destination.Length), destination);
        ArrayPool<ushort>.Shared.Return(halves);
    }

    /// <inheritdoc/>
    protected override void ClearCore(Tensor tensor)
    {
        _device.Clear(CudaArena.Pointer(tensor), tensor.Count * tensor.ElementSize);
        if (CudaArena.Of(tensor).HasShadow)
        {
            _device.Clear(CudaArena.Shadow(tensor), tensor.Count * sizeof(ushort));
        }
    }

    /// <inheritdoc/>
    protected override void DisposeCore() => _owned.Dispose();

    // Where an activation's values are, or a gradient's.
    private DevicePointer Values(Tensor tensor) => Pointer(tensor, ActivationElement);

    // Where a parameter's values are, or a statistic's.
    private static DevicePointer Float32(Tensor tensor) => Pointer(tensor, TensorElement.Float32);

    private static DevicePointer Pointer(Tensor tensor, TensorElement expected)
    {
        if (tensor.IsNone) return DevicePointer.None;
        if (tensor.Element == expected) return CudaArena.Pointer(tensor);
        throw new ArgumentException($"Tensor {tensor} is of {tensor.Element} values, expected {expected}.");
    }

    // A parameter as a factor of products, or what already is what they take.
    private DevicePointer Factor(Tensor parameter)
    {
        if (parameter.Element == ActivationElement) return CudaArena.Pointer(parameter);
        CudaArena arena = CudaArena.Of(parameter);
        if (!arena.HasShadow)
        {
            arena.TakeShadow();
            Shade(arena, 0, arena.Capacity);
        }

        return CudaArena.Shadow(parameter);
    }
}
