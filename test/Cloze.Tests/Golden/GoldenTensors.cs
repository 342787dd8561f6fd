using Cloze.Formats;

namespace Cloze.Tests.Golden;

/// <summary>A safetensors file of golden values, read tensor by tensor.</summary>
internal sealed class GoldenTensors(string path) : IDisposable
{
    private readonly SafetensorsFile _file = SafetensorsFile.Open(path);

    public IEnumerable<string> Names => _file.Tensors.Select(tensor => tensor.Name);

    public bool Has(string name) => _file.Find(name) is not null;

    public int[] Shape(string name) => [.. _file.Get(name).Shape.Select(size => (int)size)];

    public float[] Singles(string name)
    {
        TensorEntry tensor = _file.Get(name);
        float[] values = new float[tensor.ElementCount];
        _file.ReadSingles(tensor, values);
        return values;
    }

    public int[] Integers(string name)
    {
        TensorEntry tensor = _file.Get(name);
        long[] values = new long[tensor.ElementCount];
        _file.ReadIntegers(tensor, values);
        return [.. values.Select(value => (int)value)];
    }

    public void Dispose() => _file.Dispose();
}
