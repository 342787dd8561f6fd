using System.Globalization;

namespace Cloze.Compute;

/// <summary>What a CUDA device is.</summary>
/// <param name="Device">The driver's number of it.</param>
/// <param name="Name">Its name: "NVIDIA H100 80GB HBM3".</param>
/// <param name="Major">First number of its compute capability.</param>
/// <param name="Minor">Second number of its compute capability.</param>
/// <param name="Multiprocessors">Its multiprocessors.</param>
/// <param name="Memory">Bytes of its memory.</param>
internal sealed record CudaDescription(
    int Device, string Name, int Major, int Minor, int Multiprocessors, nint Memory)
{
    /// <summary>The compute capability: "9.0".</summary>
    public string Capability => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>What kernels are compiled for: "sm_90".</summary>
    public string Architecture => string.Create(CultureInfo.InvariantCulture, $"sm_{Major}{Minor}");

    /// <summary>Describes a device, without opening it.</summary>
    /// <exception cref="ClozeException">There is no device of this number.</exception>
    public static CudaDescription Of(ICudaDriver driver, int index)
    {
        CudaError.Check(driver, driver.DeviceGetCount(out int count), "counting devices");
        if (index >= count)
        {
            throw new ClozeException(
                $"There is no device cuda:{index}: this machine has {(count == 0 ? "no" : $"{count}")} CUDA "
                + $"{(count == 1 ? "device" : "devices")}.",
                "cloze devices lists them; without one, compute on the processor.");
        }

        CudaError.Check(driver, driver.DeviceGet(index, out int device), "finding the device");
        CudaError.Check(driver, driver.DeviceGetName(device, out string name), "describing the device");
        CudaError.Check(driver, driver.DeviceTotalMem(device, out nint memory), "describing the device");
        (int major, int minor) = CudaDevice.Capability(driver, device);
        int multiprocessors = CudaDevice.Multiprocessors(driver, device);
        return new CudaDescription(device, Printable.Line(name), major, minor, multiprocessors, memory);
    }

    /// <summary>The device for people: "NVIDIA H100, 132 multiprocessors, compute capability 9.0, 85.0 GB".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}, {Multiprocessors} multiprocessors, compute capability {Capability}, {Memory / 1e9:F1} GB");
}
