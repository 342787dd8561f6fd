using System.Text;

namespace Cloze.Compute;

/// <content>Streams, marks in them, modules and launches.</content>
internal sealed unsafe partial class CudaDriver
{
    private readonly WorkFunctions _work;

    public int StreamCreate(out nint stream)
    {
        fixed (nint* result = &stream) return _work.CreateStream(result, 0);
    }

    public int StreamDestroy(nint stream) => _work.DestroyStream(stream);

    public int StreamSynchronize(nint stream) => _work.SynchronizeStream(stream);

    public int EventCreate(out nint mark)
    {
        fixed (nint* result = &mark) return _work.CreateEvent(result, 0);
    }

    public int EventDestroy(nint mark) => _work.DestroyEvent(mark);

    public int EventRecord(nint mark, nint stream) => _work.RecordEvent(mark, stream);

    public int EventSynchronize(nint mark) => _work.SynchronizeEvent(mark);

    public int EventElapsedTime(nint start, nint end, out float milliseconds)
    {
        fixed (float* result = &milliseconds) return _work.ElapsedTime(result, start, end);
    }

    public int ModuleLoadData(ReadOnlySpan<byte> image, out nint module)
    {
        fixed (byte* bytes = image)
        fixed (nint* result = &module) return _work.LoadModule(result, bytes, 0, null, null);
    }

    public int ModuleUnload(nint module) => _work.UnloadModule(module);

    public int ModuleGetFunction(nint module, string name, out nint function)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        fixed (nint* result = &function) return _work.GetFunction(result, module, text);
    }

    public int FuncSetAttribute(nint function, int attribute, int value) =>
        _work.SetAttribute(function, attribute, value);

    public int LaunchKernel(nint function, in LaunchShape shape, nint stream, void** arguments) => _work.Launch(
        function,
        shape.GridX,
        shape.GridY,
        shape.GridZ,
        shape.Block,
        1,
        1,
        shape.SharedBytes,
        stream,
        arguments,
        null);

    private readonly struct WorkFunctions(NativeTable table)
    {
        public readonly delegate* unmanaged<nint*, uint, int> CreateStream =
            (delegate* unmanaged<nint*, uint, int>)table["cuStreamCreate"];

        public readonly delegate* unmanaged<nint, int> DestroyStream =
            (delegate* unmanaged<nint, int>)table["cuStreamDestroy_v2"];

        public readonly delegate* unmanaged<nint, int> SynchronizeStream =
            (delegate* unmanaged<nint, int>)table["cuStreamSynchronize"];

        public readonly delegate* unmanaged<nint*, uint, int> CreateEvent =
            (delegate* unmanaged<nint*, uint, int>)table["cuEventCreate"];

        public readonly delegate* unmanaged<nint, int> DestroyEvent =
            (delegate* unmanaged<nint, int>)table["cuEventDestroy_v2"];

        public readonly delegate* unmanaged<nint, nint, int> RecordEvent =
            (delegate* unmanaged<nint, nint, int>)table["cuEventRecord"];

        public readonly delegate* unmanaged<nint, int> SynchronizeEvent =
            (delegate* unmanaged<nint, int>)table["cuEventSynchronize"];

        public readonly delegate* unmanaged<float*, nint, nint, int> ElapsedTime =
            (delegate* unmanaged<float*, nint, nint, int>)table["cuEventElapsedTime"];

        public readonly delegate* unmanaged<nint*, byte*, uint, int*, void**, int> LoadModule =
            (delegate* unmanaged<nint*, byte*, uint, int*, void**, int>)table["cuModuleLoadDataEx"];

        public readonly delegate* unmanaged<nint, int> UnloadModule =
            (delegate* unmanaged<nint, int>)table["cuModuleUnload"];

        public readonly delegate* unmanaged<nint*, nint, byte*, int> GetFunction =
            (delegate* unmanaged<nint*, nint, byte*, int>)table["cuModuleGetFunction"];

        public readonly delegate* unmanaged<nint, int, int, int> SetAttribute =
            (delegate* unmanaged<nint, int, int, int>)table["cuFuncSetAttribute"];

        public readonly delegate* unmanaged<
            nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> Launch =
            (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)
                table["cuLaunchKernel"];
    }
}
