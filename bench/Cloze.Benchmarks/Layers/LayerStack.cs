using Cloze.Compute;
using Cloze.Measurement;

namespace Cloze.Benchmarks.Layers;

/// <summary>
/// Layers of one layout, made of the backend's operations as the models make them: no embeddings, no head, no
/// optimizer, no dropout.
/// </summary>
internal abstract class LayerStack : IDisposable
{
    private readonly Arena _arena;
    private readonly float[] _input;
    private uint _index;

    protected LayerStack(CpuBackend backend, StackShape shape, nint floats)
    {
        (Backend, Shape, Starts) = (backend, shape, shape.Starts);
        _arena = backend.CreateArena("layers", floats);
        Input = Values(shape.TokenCount, shape.Hidden, 2);
        Probe = Values(shape.TokenCount, shape.Hidden, 2);
        Gradient = Take(shape.TokenCount, shape.Hidden);
        Output = Take(shape.TokenCount, shape.Hidden);
        _input = OperandValues.Read(backend, Input);
    }

    /// <summary>The layout's name.</summary>
    public abstract string Name { get; }

    /// <summary>Useful operations of a pass forward and backward.</summary>
    public abstract double Flops { get; }

    protected CpuBackend Backend { get; }

    protected StackShape Shape { get; }

    protected int[] Starts { get; }

    /// <summary>[T, H].</summary>
    protected Tensor Input { get; }

    /// <summary>The gradient of the output, [T, H].</summary>
    protected Tensor Probe { get; }

    /// <summary>The gradient of the input after the backward pass, [T, H].</summary>
    protected Tensor Gradient { get; }

    /// <summary>[T, H].</summary>
    protected Tensor Output { get; }

    /// <summary>Computes the output and all gradients.</summary>
    public void Run()
    {
        Forward();
        Backward();
    }

    /// <summary>
    /// Along its own gradient, a step of the input changes the sum of probe and output by the gradient's square.
    /// </summary>
    public void Verify()
    {
        Run();
        float[] gradient = OperandValues.Read(Backend, Gradient);
        double square = gradient.Sum(value => (double)value * value), step = 0.02 / Math.Sqrt(square);
        double above = Probed(gradient, step), below = Probed(gradient, -step);
        Verification.Near($"{Shape.Name}, {Name}: slope", 1, (above - below) / (2 * step * square), 0.02);
        Backend.Upload(_input, Input);
    }

    public void Dispose() => _arena.Dispose();

    protected abstract void Forward();

    protected abstract void Backward();

    protected Tensor Take(int rows, int columns) => _arena.Take(rows, columns);

    protected Tensor Of(float[] values, int rows, int columns)
    {
        Tensor tensor = Take(rows, columns);
        Backend.Upload(values, tensor);
        return tensor;
    }

    protected Tensor Values(int rows, int columns, float range) =>
        OperandValues.Random(Backend, _arena, rows, columns, _index++, range);

    /// <summary>A weight whose products are about as large as its inputs.</summary>
    protected Tensor Weight(int outputs, int inputs) => Values(outputs, inputs, MathF.Sqrt(12f / inputs));

    protected Tensor Ones() => Of([.. Enumerable.Repeat(1f, Shape.Hidden)], 1, Shape.Hidden);

    private double Probed(float[] direction, double step)
    {
        Backend.Upload([.. _input.Zip(direction, (value, slope) => (float)(value + (step * slope)))], Input);
        Forward();
        float[] output = OperandValues.Read(Backend, Output), probe = OperandValues.Read(Backend, Probe);
        return output.Zip(probe, (value, weight) => (double)value * weight).Sum();
    }
}
