using Cloze.Compute;
using Cloze.Models;
using Cloze.Tests.Reference;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>What a test of one layer's gradients needs: a model, an input, a probe for the output, gradients.</summary>
internal sealed class LayerRun : IDisposable
{
    private readonly float[] _probe;
    private readonly Dictionary<string, double[]> _parameters;

    public LayerRun(Backend backend, EncoderConfig config, Arena memory, int tokens)
    {
        int width = config.HiddenSize;
        Model = TinyModel.Create(backend, config);
        _parameters = TinyModel.Parameters(Model);
        Reference = new ReferenceModel(config, _parameters);
        Gradients = new EncoderWeights(config, Model.Layout, memory.Take(1, Model.Parameters.Columns));
        Input = memory.Take(tokens, width);
        Output = memory.Take(tokens, width);
        Gradient = memory.Take(tokens, width);
        float[] input = TinyModel.Random(tokens * width, 1001);
        _probe = TinyModel.Random(tokens * width, 1002);
        backend.Upload(input, Input);
        backend.Upload(_probe, Gradient);
        ReferenceInput = [.. input.Chunk(width).Select(row => row.Select(value => (double)value).ToArray())];
    }

    public EncoderModel Model { get; }

    public ReferenceModel Reference { get; }

    public EncoderWeights Gradients { get; }

    public Tensor Input { get; }

    public Tensor Output { get; }

    /// <summary>At first the gradient of the output: the probe.</summary>
    public Tensor Gradient { get; }

    public double[][] ReferenceInput { get; }

    public void Dispose() => Model.Dispose();

    public void CompareParameters(string prefix, Func<ReferenceModel, double[][]> forward) =>
        CompareParameters(prefix, reference => Probed(forward(reference)));

    public void CompareParameters(string prefix, Func<ReferenceModel, double> loss)
    {
        string[] names = [.. _parameters.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        Assert.NotEmpty(names);
        foreach (string name in names)
        {
            float[] gradient = TinyModel.Download(Model.Backend, Gradients[name]);
            GradientCheck.Compare(name, _parameters[name], () => loss(Reference), gradient);
        }
    }

    public void CompareInput(Func<ReferenceModel, double[][]> forward) =>
        CompareInput(reference => Probed(forward(reference)));

    public void CompareInput(Func<ReferenceModel, double> loss)
    {
        float[][] gradient = [.. TinyModel.Download(Model.Backend, Gradient).Chunk(Gradient.Columns)];
        for (int t = 0; t < gradient.Length; t++)
        {
            GradientCheck.Compare($"input {t}", ReferenceInput[t], () => loss(Reference), gradient[t]);
        }
    }

    private double Probed(double[][] output) =>
        output.SelectMany(row => row).Zip(_probe, (value, weight) => value * weight).Sum();
}
