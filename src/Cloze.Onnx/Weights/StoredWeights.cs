using System.Runtime.InteropServices;
using Cloze.Kernels;
using Cloze.Models;
using DataType = Cloze.Onnx.Messages.TensorProto.Types.DataType;

namespace Cloze.Onnx;

/// <summary>
/// A model's parameters as constants of a graph. A parameter keeps its name and its shape, [outputs, inputs] for a
/// matrix; one in bytes is called NAME_quantized, its rows' scales NAME_scale, as ONNX Runtime's own tools do.
/// </summary>
/// <param name="model">The model, in the memory of its engine.</param>
internal sealed class StoredWeights(EncoderModel model)
{
    private const int Stretch = 1 << 16;

    /// <summary>A parameter as floats.</summary>
    /// <param name="parameter">One of the model's.</param>
    /// <param name="type">Floats of 32 or of 16 bits.</param>
    public Initializer Floats(ParameterSpec parameter, DataType type) =>
        new(parameter.Name, type, parameter.Shape, stream => WriteFloats(parameter, type, stream));

    /// <summary>The bytes of a matrix, see <see cref="ByteRow"/>.</summary>
    public Initializer Bytes(ParameterSpec matrix) =>
        new($"{matrix.Name}_quantized", DataType.Int8, matrix.Shape, stream =>
        {
            sbyte[] bytes = new sbyte[matrix.Columns];
            ReadRows(matrix, row =>
            {
                ByteRow.Quantize(row, ByteRow.ScaleOf(row), bytes);
                stream.Write(MemoryMarshal.AsBytes<sbyte>(bytes));
            });
        });

    /// <summary>The scales of a matrix in bytes, [rows].</summary>
    public Initializer Scales(ParameterSpec matrix) =>
        new($"{matrix.Name}_scale", DataType.Float, [matrix.Rows], stream =>
            ReadRows(matrix, row => LittleEndian.Write(stream, [ByteRow.ScaleOf(row)])));

    private void WriteFloats(ParameterSpec parameter, DataType type, Stream stream)
    {
        int count = checked((int)parameter.Count);
        float[] buffer = new float[Math.Min(count, Stretch)];
        for (int first = 0; first < count; first += Stretch)
        {
            Span<float> values = buffer.AsSpan(0, Math.Min(Stretch, count - first));
            Read(parameter, first, values);
            if (type == DataType.Float16) WriteHalves(parameter, stream, values);
            else LittleEndian.Write(stream, values);
        }
    }

    private static void WriteHalves(ParameterSpec parameter, Stream stream, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (Math.Abs(value) <= (float)Half.MaxValue) continue;
            throw new ClozeException(
                FormattableString.Invariant($"The parameter {parameter.Name} holds {value}, ")
                + FormattableString.Invariant($"expected at most {(float)Half.MaxValue} for float16."),
                "Export the model as float32.");
        }

        LittleEndian.WriteHalves(stream, values);
    }

    private void ReadRows(ParameterSpec matrix, RowReader read)
    {
        float[] row = new float[matrix.Columns];
        for (int index = 0; index < matrix.Rows; index++)
        {
            Read(matrix, index * matrix.Columns, row);
            read(row);
        }
    }

    private void Read(ParameterSpec parameter, int first, Span<float> values) =>
        model.Backend.Download(model[parameter.Name].Slice(first, 1, values.Length), values);

    private delegate void RowReader(ReadOnlySpan<float> row);
}
