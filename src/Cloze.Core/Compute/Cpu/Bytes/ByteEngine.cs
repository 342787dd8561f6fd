using Cloze.Kernels;

namespace Cloze.Compute;

/// <summary>
/// Matrix products in bytes on all threads: weights are packed when they are first met, activations at every product,
/// row by row, so that a row's result does not depend on those beside it.
/// </summary>
internal sealed unsafe class ByteEngine : IDisposable
{
    private const int RowsOfPart = 64, PartsOfThread = 4;

    private readonly Workers _workers;
    private readonly ByteKernel _kernel;
    private readonly NativeBuffer _rows = new();
    private readonly Dictionary<(Arena, nint, int, int), PackedMatrix> _packed = [];

    /// <summary>Makes an engine whose products run on the workers.</summary>
    public ByteEngine(Workers workers, InstructionSet instructionSet)
    {
        _workers = workers;
        _kernel = ByteKernel.Of(instructionSet);
    }

    /// <summary>What it multiplies with, for people.</summary>
    public string Name => _kernel.Name;

    /// <summary>
    /// destination = input · weightᵀ + bias, and treats each rectangle of it as soon as it is finished; input [T, K],
    /// weight [N, K], bias [1, N] or none, destination [T, N].
    /// </summary>
    public void Multiply<TEpilogue>(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        if (input.Rows == 0 || weight.Rows == 0) return;
        ByteMatrix matrix = Pack(weight);
        ByteRows rows = Quantize(input);
        var target = new ByteTarget
        {
            Bias = bias.IsNone ? null : HostArena.Pointer(bias),
            Values = HostArena.Pointer(destination),
            Stride = destination.Columns,
        };
        int rowParts = (input.Rows + RowsOfPart - 1) / RowsOfPart;
        int wanted = Math.Clamp(_workers.Count * PartsOfThread / rowParts, 1, matrix.Panels);
        int panels = (matrix.Panels + wanted - 1) / wanted;
        var job = new MultiplyJob<TEpilogue>(_kernel, rows, matrix, target, epilogue, input.Rows, panels);
        _workers.Run(rowParts * ((matrix.Panels + panels - 1) / panels), ref job);
    }

    /// <summary>Drops the weights of an arena that are packed: they change.</summary>
    public void Forget(Arena? arena)
    {
        foreach (var key in _packed.Keys.Where(key => key.Item1 == arena).ToArray())
        {
            _packed.Remove(key, out PackedMatrix? packed);
            packed!.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        foreach (PackedMatrix packed in _packed.Values) packed.Dispose();
        _packed.Clear();
    }

    private ByteMatrix Pack(Tensor weight)
    {
        var key = (weight.Arena!, weight.Offset, weight.Rows, weight.Columns);
        if (_packed.TryGetValue(key, out PackedMatrix? known)) return known.Matrix;
        var packed = new PackedMatrix(weight.Rows, weight.Columns);
        var job = new PackJob(packed.Matrix, HostArena.Pointer(weight));
        _workers.Run(packed.Matrix.Panels, ref job);
        _packed.Add(key, packed);
        return packed.Matrix;
    }

    private ByteRows Quantize(Tensor input)
    {
        int stride = ByteMatrix.GroupsOf(input.Columns) * ByteMatrix.Group;
        nint bytes = (nint)input.Rows * stride / sizeof(float);
        float* memory = _rows.Take(bytes + (2 * (nint)input.Rows));
        var rows = new ByteRows
        {
            Values = (byte*)memory,
            Stride = stride,
            Scales = memory + bytes,
            Zeros = (int*)(memory + bytes + input.Rows),
        };
        var job = new QuantizeJob(rows, HostArena.Pointer(input), input.Rows, input.Columns);
        _workers.Run((input.Rows + RowsOfPart - 1) / RowsOfPart, ref job);
        return rows;
    }

    private readonly struct PackJob(ByteMatrix matrix, float* weights) : IJob
    {
        public void Execute(int part, int worker) => matrix.Pack(weights, part, new sbyte[matrix.Inputs]);
    }

    private readonly struct QuantizeJob(ByteRows rows, float* input, int count, int columns) : IJob
    {
        public void Execute(int part, int worker)
        {
            int end = Math.Min((part + 1) * RowsOfPart, count);
            for (int row = part * RowsOfPart; row < end; row++)
            {
                byte* bytes = rows.Values + ((nint)row * rows.Stride);
                rows.Scales[row] = ByteActivations.Quantize(
                    input + ((nint)row * columns), columns, bytes, out rows.Zeros[row]);
                for (int i = columns; i < rows.Stride; i++) bytes[i] = 0;
            }
        }
    }

    private readonly struct MultiplyJob<TEpilogue>(
        ByteKernel kernel,
        ByteRows rows,
        ByteMatrix matrix,
        ByteTarget target,
        TEpilogue epilogue,
        int count,
        int panels) : IJob
        where TEpilogue : struct, IGemmEpilogue
    {
        public void Execute(int part, int worker)
        {
            int columnParts = (matrix.Panels + panels - 1) / panels;
            int row = part / columnParts * RowsOfPart, rowEnd = Math.Min(row + RowsOfPart, count);
            int panel = part % columnParts * panels, panelEnd = Math.Min(panel + panels, matrix.Panels);
            for (int at = panel; at < panelEnd; at++) kernel.Multiply(rows, row, rowEnd, matrix, at, target);
            int columnEnd = Math.Min(panelEnd * ByteMatrix.Columns, matrix.Outputs);
            epilogue.Apply(new GemmArea(row, rowEnd, panel * ByteMatrix.Columns, columnEnd));
        }
    }
}
