using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>The tensors of a linear layer, filled with random values.</summary>
internal sealed class LinearOperands : IDisposable
{
    private const int Stride = 997;

    private readonly Backend _backend;
    private readonly LinearLayer _layer;
    private readonly Arena _arena;
    private readonly Tensor _input;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _output;

    /// <exception cref="ClozeException">There is not enough memory.</exception>
    public LinearOperands(Backend backend, LinearLayer layer)
    {
        (_backend, _layer) = (backend, layer);
        _arena = backend.CreateArena(
            layer.Name,
            Arena.SizeOf(layer.Tokens, layer.Inputs) + Arena.SizeOf(layer.Outputs, layer.Inputs)
            + Arena.SizeOf(1, layer.Outputs) + Arena.SizeOf(layer.Tokens, layer.Outputs));
        _input = Random(layer.Tokens, layer.Inputs, 0);
        _weight = Random(layer.Outputs, layer.Inputs, 1);
        _bias = Random(1, layer.Outputs, 2);
        _output = Random(layer.Tokens, layer.Outputs, 3);
    }

    /// <summary>Computes one product, into the tensor that holds its result.</summary>
    public void Multiply(LinearProduct product)
    {
        switch (product)
        {
            case LinearProduct.Forward: _backend.Linear(_input, _weight, _bias, _output); break;
            case LinearProduct.InputGradient: _backend.LinearInputGradient(_output, _weight, false, _input); break;
            default: _backend.LinearWeightGradient(_output, _input, _weight, _bias); break;
        }
    }

    /// <summary>Computes one product and compares some of its elements with sums in double precision.</summary>
    /// <exception cref="ClozeException">An element is wrong.</exception>
    public void Verify(LinearProduct product)
    {
        float[] input = Read(_input), weight = Read(_weight), bias = Read(_bias), output = Read(_output);
        Multiply(product);
        (Tensor destination, int depth) = product switch
        {
            LinearProduct.Forward => (_output, _layer.Inputs),
            LinearProduct.InputGradient => (_input, _layer.Outputs),
            _ => (_weight, _layer.Tokens),
        };
        float[] actual = Read(destination);
        int columns = destination.Columns, k = _layer.Inputs, n = _layer.Outputs;
        for (int i = 0; i < actual.Length; i += Stride)
        {
            (int row, int column) = (i / columns, i % columns);
            double sum = product switch
            {
                LinearProduct.Forward => bias[column],
                LinearProduct.InputGradient => 0,
                _ => weight[i],
            };
            for (int d = 0; d < depth; d++)
            {
                sum += product switch
                {
                    LinearProduct.Forward => (double)input[(row * k) + d] * weight[(column * k) + d],
                    LinearProduct.InputGradient => (double)output[(row * n) + d] * weight[(d * k) + column],
                    _ => (double)output[(d * n) + row] * input[(d * k) + column],
                };
            }

            Verification.Near($"{product} of {_layer}, element {i}", sum, actual[i], 1e-6 * depth);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private Tensor Random(int rows, int columns, uint index) =>
        OperandValues.Random(_backend, _arena, rows, columns, index);

    private float[] Read(Tensor tensor) => OperandValues.Read(_backend, tensor);
}
