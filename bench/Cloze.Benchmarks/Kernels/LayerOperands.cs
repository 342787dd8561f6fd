using Cloze.Compute;

namespace Cloze.Benchmarks.Kernels;

/// <summary>The tensors of a linear layer, filled with random values.</summary>
internal sealed class LayerOperands : IDisposable
{
    private readonly CpuBackend _backend;
    private readonly Layer _layer;
    private readonly Arena _arena;
    private readonly Tensor _input;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _output;

    public LayerOperands(CpuBackend backend, Layer layer)
    {
        (_backend, _layer) = (backend, layer);
        _arena = backend.CreateArena(
            layer.Name,
            Arena.SizeOf(layer.Tokens, layer.Inputs) + Arena.SizeOf(layer.Outputs, layer.Inputs) +
            Arena.SizeOf(1, layer.Outputs) + Arena.SizeOf(layer.Tokens, layer.Outputs));
        _input = Random(layer.Tokens, layer.Inputs, 0);
        _weight = Random(layer.Outputs, layer.Inputs, 1);
        _bias = Random(1, layer.Outputs, 2);
        _output = Random(layer.Tokens, layer.Outputs, 3);
    }

    public void Multiply()
    {
        switch (_layer.Product)
        {
            case Product.Forward: _backend.Linear(_input, _weight, _bias, _output); break;
            case Product.InputGradient: _backend.LinearInputGradient(_output, _weight, false, _input); break;
            default: _backend.LinearWeightGradient(_output, _input, _weight, _bias); break;
        }
    }

    /// <summary>Checks some elements of the product against sums in double precision.</summary>
    public void Verify()
    {
        float[] input = Read(_input), weight = Read(_weight), bias = Read(_bias), output = Read(_output);
        Multiply();
        (Tensor destination, int depth) = _layer.Product switch
        {
            Product.Forward => (_output, _layer.Inputs),
            Product.InputGradient => (_input, _layer.Outputs),
            _ => (_weight, _layer.Tokens),
        };
        float[] actual = Read(destination);
        int columns = destination.Columns, k = _layer.Inputs, n = _layer.Outputs;
        for (int i = 0; i < actual.Length; i += 997)
        {
            (int row, int column) = (i / columns, i % columns);
            double sum = _layer.Product switch
            {
                Product.Forward => bias[column],
                Product.InputGradient => 0,
                _ => weight[i],
            };
            for (int d = 0; d < depth; d++)
            {
                sum += _layer.Product switch
                {
                    Product.Forward => (double)input[(row * k) + d] * weight[(column * k) + d],
                    Product.InputGradient => (double)output[(row * n) + d] * weight[(d * k) + column],
                    _ => (double)output[(d * n) + row] * input[(d * k) + column],
                };
            }

            if (Math.Abs(sum - actual[i]) > 1e-6 * depth)
            {
                throw new InvalidOperationException($"{_layer}: element {i} is {actual[i]}, expected {sum}.");
            }
        }
    }

    public void Dispose() => _arena.Dispose();

    private Tensor Random(int rows, int columns, uint index)
    {
        Tensor tensor = _arena.Take(rows, columns);
        var random = new KeyedRandom(1, RandomPurpose.Weights, 0, index);
        float[] values = new float[(int)tensor.Count];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        _backend.Upload(values, tensor);
        return tensor;
    }

    private float[] Read(Tensor tensor)
    {
        float[] values = new float[(int)tensor.Count];
        _backend.Download(tensor, values);
        return values;
    }
}
