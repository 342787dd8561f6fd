using System.Runtime.InteropServices;
using System.Text;

namespace Cloze.Compute;

/// <summary>NVIDIA's runtime compiler, NVRTC.</summary>
internal sealed unsafe class Nvrtc : IKernelCompiler
{
    private readonly delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int> _create;
    private readonly delegate* unmanaged<nint, int, byte**, int> _compile;
    private readonly delegate* unmanaged<nint, nuint*, int> _logSize;
    private readonly delegate* unmanaged<nint, byte*, int> _log;
    private readonly delegate* unmanaged<nint, nuint*, int> _cubinSize;
    private readonly delegate* unmanaged<nint, byte*, int> _cubin;
    private readonly delegate* unmanaged<nint*, int> _destroy;
    private readonly delegate* unmanaged<int, byte*> _error;

    /// <summary>Finds the functions.</summary>
    /// <exception cref="ClozeException">The library lacks one, or does not tell its version.</exception>
    public Nvrtc(NativeTable table)
    {
        var version = (delegate* unmanaged<int*, int*, int>)table["nvrtcVersion"];
        _create = (delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int>)table["nvrtcCreateProgram"];
        _compile = (delegate* unmanaged<nint, int, byte**, int>)table["nvrtcCompileProgram"];
        _logSize = (delegate* unmanaged<nint, nuint*, int>)table["nvrtcGetProgramLogSize"];
        _log = (delegate* unmanaged<nint, byte*, int>)table["nvrtcGetProgramLog"];
        _cubinSize = (delegate* unmanaged<nint, nuint*, int>)table["nvrtcGetCUBINSize"];
        _cubin = (delegate* unmanaged<nint, byte*, int>)table["nvrtcGetCUBIN"];
        _destroy = (delegate* unmanaged<nint*, int>)table["nvrtcDestroyProgram"];
        _error = (delegate* unmanaged<int, byte*>)table["nvrtcGetErrorString"];
        int major, minor;
        Check(version(&major, &minor), "asking its version");
        Major = major;
        Version = FormattableString.Invariant($"{major}.{minor}");
    }

    /// <summary>The version's first number, which must not be above the driver's.</summary>
    public int Major { get; }

    /// <inheritdoc/>
    public string Version { get; }

    /// <inheritdoc/>
    public byte[] Compile(string name, string text, IReadOnlyList<string> options)
    {
        nint program;
        fixed (byte* source = Bytes(text), file = Bytes(name))
        {
            Check(_create(&program, source, file, 0, null, null), $"reading {name}");
        }

        try
        {
            if (CompileProgram(program, options) != 0) throw Refused(name, Log(program));
            nuint size;
            Check(_cubinSize(program, &size), $"compiling {name}");
            byte[] image = new byte[checked((int)size)];
            fixed (byte* bytes = image) Check(_cubin(program, bytes), $"compiling {name}");
            return image;
        }
        finally
        {
            _destroy(&program);
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static ClozeException Refused(string name, string log)
    {
        string first = log.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? log;
        return new ClozeException(
            $"The kernels of {name} do not compile: {Printable.Line(first.Trim())}",
            "Update NVIDIA's driver and the CUDA libraries: Cloze needs CUDA 12 or 13.");
    }

    private int CompileProgram(nint program, IReadOnlyList<string> options)
    {
        nint[] pointers = [.. options.Select(Marshal.StringToCoTaskMemUTF8)];
        try
        {
            fixed (nint* words = pointers) return _compile(program, pointers.Length, (byte**)words);
        }
        finally
        {
            foreach (nint pointer in pointers) Marshal.FreeCoTaskMem(pointer);
        }
    }

    private string Log(nint program)
    {
        nuint size;
        if (_logSize(program, &size) != 0 || size is 0 or > int.MaxValue) return "";
        byte[] log = new byte[(int)size];
        fixed (byte* bytes = log) return _log(program, bytes) == 0 ? Encoding.UTF8.GetString(log).TrimEnd('\0') : "";
    }

    private void Check(int result, string operation)
    {
        if (result == 0) return;
        string text = Marshal.PtrToStringUTF8((nint)_error(result)) ?? $"error {result}";
        throw new ClozeException(
            $"The CUDA compiler failed at {operation}: {Printable.Line(text)}.",
            "Update the CUDA libraries; cloze devices lists which are used.");
    }
}
