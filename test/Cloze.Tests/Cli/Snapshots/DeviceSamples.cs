using Cloze.Compute;
using Cloze.Measurement;

namespace Cloze.Tests.Cli;

/// <summary>What a machine with a device would give.</summary>
internal static class DeviceSamples
{
    public static IReadOnlyList<LibraryProbe> Probes() =>
    [
        new("driver", "libcuda.so.1", true, "CUDA 13.0", "loaded"),
        new("compiler", "libnvrtc.so.13", false, null, "cannot open shared object file: No such file or directory"),
        new("compiler", "/usr/local/cuda-13.0/lib64/libnvrtc.so.13", true, "13.0", "loaded"),
        new("matrix products", "/usr/local/cuda-13.0/lib64/libcublasLt.so.13", true, "13.1.0", "loaded"),
        new(
            "device 0",
            "cuda:0",
            true,
            null,
            "NVIDIA H100 80GB HBM3, 132 multiprocessors, compute capability 9.0, 85.0 GB"),
        new("device 1", "cuda:1", false, null, "Tesla T4 has compute capability 7.5, expected 8.0 or above."),
    ];

    public static DeviceReport Report() => new(
        "NVIDIA H100 80GB HBM3, bf16",
        [
            new("linear: output", "33 x 64 x 48", 0.0021, 0.0078),
            new("linear: output", "257 x 256 x 768", 0.0034, 0.0078),
            new("attention, dropout: gradients on the whole", "3 sequences to 200, 4 heads of 64", 0.25, 0.03),
            new("dropout: output", "17 x 64", double.NaN, 0) { Failure = "rows.cu does not compile." },
        ],
        8.0e14,
        [
            new("feed-forward in 768, back", 0.00021, 1.55e11, 0, 0),
            new("base, length 128", 0.0391, 1.78e13, 32768, 14_000_000_000),
        ])
    {
        Bandwidth = 3.95e12,
        Profiles = [new("base, length 128", 0.0391, 0.0031, 32768, 1.78e13, Kernels())],
    };

    private static IReadOnlyList<KernelProfile> Kernels() =>
    [
        new("forward 32768 x 768 to 3072", 11, 0.00251, 2.83e9, 1.7e12),
        new("dX 32768 x 3072 to 768", 11, 0.00231, 2.83e9, 1.7e12),
        new("attention_backward_queries_64", 12, 0.00612, 2.8e9, 5.9e11),
        new("add_norm_backward_3", 26, 0.00131, 3.9e9, 0),
        new("copy from the host", 9, 0.00004, 0, 0),
    ];
}
