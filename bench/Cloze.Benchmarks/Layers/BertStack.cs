using Cloze.Compute;

namespace Cloze.Benchmarks.Layers;

/// <summary>BERT's layers: norms behind the residuals, biases, a plain feed-forward part, attention to all.</summary>
internal sealed class BertStack : LayerStack
{
    private const float Epsilon = 1e-12f;

    private readonly Layer[] _layers;
    private readonly Tensor _activated;
    private readonly Tensor _inner;
    private readonly Tensor _context;
    private readonly Tensor _wide;

    public BertStack(CpuBackend backend, StackShape shape)
        : base(backend, shape, Floats(shape))
    {
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new Layer(this))];
        (_activated, _inner) = (Take(shape.TokenCount, shape.Inner), Take(shape.TokenCount, shape.Inner));
        (_context, _wide) = (Take(shape.TokenCount, shape.Hidden), Take(shape.TokenCount, 3 * shape.Hidden));
    }

    /// <inheritdoc/>
    public override string Name => "BERT";

    /// <inheritdoc/>
    public override double Flops => Shape.Flops(
        (double)Shape.Layers * Shape.Hidden * ((4 * Shape.Hidden) + (2 * Shape.Inner)),
        Enumerable.Repeat(new AttentionPattern(Shape.Heads), Shape.Layers));

    /// <inheritdoc/>
    protected override void Forward()
    {
        for (int l = 0; l < _layers.Length; l++) Forward(_layers[l], InputOf(l), InputOf(l + 1));
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Backend.ApplyDropout(Probe, Dropout.None, Gradient);
        for (int l = _layers.Length - 1; l >= 0; l--) Backward(_layers[l], InputOf(l), Gradient);
    }

    private static nint Floats(StackShape shape)
    {
        nint tokens = shape.TokenCount, hidden = shape.Hidden, inner = shape.Inner;
        nint weights = 2 * ((hidden * ((4 * hidden) + (2 * inner))) + (20 * hidden));
        nint layer = weights + (tokens * ((8 * hidden) + inner + (2 * shape.Heads) + 64));
        return (shape.Layers * layer) + (tokens * ((9 * hidden) + (2 * inner))) + 4096;
    }

    private Tensor InputOf(int layer) =>
        layer == 0 ? Input : layer == _layers.Length ? Output : _layers[layer - 1].Output;

    private void Forward(Layer l, Tensor input, Tensor output)
    {
        Backend.Linear(input, l.Qkv.Weight, l.Qkv.Bias, l.Wide);
        Backend.Attention(l.Wide, Starts, Shape.Heads, Dropout.None, l.LogSumExp, l.Context);
        Backend.Linear(l.Context, l.Projection.Weight, l.Projection.Bias, l.Sum);
        Backend.AddNorm(
            l.Sum, input, Dropout.None, l.Gain, l.Bias, Epsilon, l.Sum, l.Statistics, l.Attended);
        Backend.LinearActivation(l.Attended, l.In.Weight, l.In.Bias, Activation.Gelu, l.PreActivation, _activated);
        Backend.Linear(_activated, l.Out.Weight, l.Out.Bias, l.Sum2);
        Backend.AddNorm(
            l.Sum2, l.Attended, Dropout.None, l.Gain, l.Bias, Epsilon, l.Sum2, l.Statistics2, output);
    }

    private void Backward(Layer l, Tensor input, Tensor gradient)
    {
        Normalise(l, l.Sum2, l.Statistics2, gradient);
        Backend.LinearInputGradient(gradient, l.Out.Weight, Activation.Gelu, l.PreActivation, _inner);
        Backend.LinearWeightGradient(gradient, l.PreActivation, l.Out.WeightGradient, l.Out.BiasGradient);
        Backend.LinearBackward(
            _inner, l.Attended, l.In.Weight, true, gradient, l.In.WeightGradient, l.In.BiasGradient);
        Normalise(l, l.Sum, l.Statistics, gradient);
        Projection p = l.Projection;
        Backend.LinearBackward(
            gradient, l.Context, p.Weight, false, _context, p.WeightGradient, p.BiasGradient);
        Backend.AttentionBackward(
            l.Wide, Starts, Shape.Heads, Dropout.None, l.LogSumExp, l.Context, _context, _wide);
        Backend.LinearBackward(
            _wide, input, l.Qkv.Weight, true, gradient, l.Qkv.WeightGradient, l.Qkv.BiasGradient);
    }

    private void Normalise(Layer l, Tensor sum, Tensor statistics, Tensor gradient) => Backend.AddNormBackward(
        gradient,
        sum,
        statistics,
        l.Gain,
        Dropout.None,
        Tensor.None,
        gradient,
        l.GainGradient,
        l.BiasGradient);

    private sealed class Projection(BertStack stack, int outputs, int inputs)
    {
        public Tensor Weight { get; } = stack.Weight(outputs, inputs);

        public Tensor Bias { get; } = stack.Values(1, outputs, 0.1f);

        public Tensor WeightGradient { get; } = stack.Take(outputs, inputs);

        public Tensor BiasGradient { get; } = stack.Take(1, outputs);
    }

    private sealed class Layer(BertStack stack)
    {
        public Projection Qkv { get; } = new(stack, 3 * stack.Shape.Hidden, stack.Shape.Hidden);

        public Projection Projection { get; } = new(stack, stack.Shape.Hidden, stack.Shape.Hidden);

        public Projection In { get; } = new(stack, stack.Shape.Inner, stack.Shape.Hidden);

        public Projection Out { get; } = new(stack, stack.Shape.Hidden, stack.Shape.Inner);

        public Tensor Gain { get; } = stack.Ones();

        public Tensor Bias { get; } = stack.Values(1, stack.Shape.Hidden, 0.1f);

        public Tensor GainGradient { get; } = stack.Take(1, stack.Shape.Hidden);

        public Tensor BiasGradient { get; } = stack.Take(1, stack.Shape.Hidden);

        public Tensor Wide { get; } = stack.Take(stack.Shape.TokenCount, 3 * stack.Shape.Hidden);

        public Tensor LogSumExp { get; } = stack.Take(stack.Shape.TokenCount, stack.Shape.Heads);

        public Tensor Context { get; } = stack.Tokens();

        public Tensor Sum { get; } = stack.Tokens();

        public Tensor Statistics { get; } = stack.Take(stack.Shape.TokenCount, 2);

        public Tensor Attended { get; } = stack.Tokens();

        public Tensor PreActivation { get; } = stack.Take(stack.Shape.TokenCount, stack.Shape.Inner);

        public Tensor Sum2 { get; } = stack.Tokens();

        public Tensor Statistics2 { get; } = stack.Take(stack.Shape.TokenCount, 2);

        public Tensor Output { get; } = stack.Tokens();
    }

    private Tensor Tokens() => Take(Shape.TokenCount, Shape.Hidden);
}
