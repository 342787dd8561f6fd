using Cloze.Compute;

namespace Cloze.Benchmarks.Layers;

/// <summary>
/// ModernBERT's layers: norms before the blocks, no biases, rotary positions, a gated feed-forward part, every third
/// layer attending to all and the others within a window.
/// </summary>
internal sealed class ModernStack : LayerStack
{
    private const float Epsilon = 1e-5f;
    private const int Window = 64;
    private const int GlobalEvery = 3;

    private readonly Layer[] _layers;
    private readonly AttentionPattern _global;
    private readonly AttentionPattern _local;
    private readonly Tensor _activated;
    private readonly Tensor _context;
    private readonly Tensor _wide;
    private readonly Tensor _normed;

    public ModernStack(CpuBackend backend, StackShape shape)
        : base(backend, shape, Floats(shape))
    {
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new Layer(this))];
        _global = new AttentionPattern(shape.Heads, AttentionPattern.Unbounded, Angles(160_000));
        _local = new AttentionPattern(shape.Heads, Window, Angles(10_000));
        (_activated, _context) = (Take(shape.TokenCount, shape.GatedInner), Tokens());
        (_wide, _normed) = (Take(shape.TokenCount, 3 * shape.Hidden), Tokens());
    }

    /// <inheritdoc/>
    public override string Name => "ModernBERT";

    /// <inheritdoc/>
    public override double Flops => Shape.Flops(
        (double)Shape.Layers * Shape.Hidden * ((4 * Shape.Hidden) + (3 * Shape.GatedInner)),
        Enumerable.Range(0, Shape.Layers).Select(PatternOf));

    /// <inheritdoc/>
    protected override void Forward()
    {
        Tensor stream = Input, normed = Input;
        for (int i = 0; i < _layers.Length; i++)
        {
            Layer l = _layers[i];
            Backend.Linear(normed, l.Qkv.Weight, Tensor.None, l.Wide);
            Backend.Attention(l.Wide, Starts, PatternOf(i), Dropout.None, l.LogSumExp, l.Context);
            Backend.Linear(l.Context, l.Projection.Weight, Tensor.None, l.Attended);
            AddNorm(l.Attended, stream, l.Gain, l.Statistics, l.Normed);
            Backend.LinearGated(l.Normed, l.In.Weight, Tensor.None, Activation.Gelu, l.PreActivation, _activated);
            Backend.Linear(_activated, l.Out.Weight, Tensor.None, l.Stream);
            normed = i + 1 < _layers.Length ? l.NextNormed : Output;
            AddNorm(l.Stream, l.Attended, l.NextGain, l.NextStatistics, normed);
            stream = l.Stream;
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Layer last = _layers[^1];
        NormBackward(Probe, last.Stream, last.NextStatistics, last.NextGain, last.NextGainGradient, add: false);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            Layer l = _layers[i];
            Backend.LinearGatedBackward(Gradient, l.Out.Weight, Activation.Gelu, l.PreActivation, _activated);
            Backend.LinearWeightGradient(Gradient, _activated, l.Out.Gradient, Tensor.None);
            Backend.LinearBackward(
                l.PreActivation, l.Normed, l.In.Weight, false, _normed, l.In.Gradient, Tensor.None);
            NormBackward(_normed, l.Attended, l.Statistics, l.Gain, l.GainGradient, add: true);
            Backend.LinearBackward(
                Gradient, l.Context, l.Projection.Weight, false, _context, l.Projection.Gradient, Tensor.None);
            Backend.AttentionBackward(
                l.Wide, Starts, PatternOf(i), Dropout.None, l.LogSumExp, l.Context, _context, _wide);
            Tensor input = i == 0 ? Input : _layers[i - 1].NextNormed, into = i == 0 ? Gradient : _normed;
            Backend.LinearBackward(_wide, input, l.Qkv.Weight, i == 0, into, l.Qkv.Gradient, Tensor.None);
            if (i == 0) continue;
            Layer below = _layers[i - 1];
            NormBackward(
                _normed, below.Stream, below.NextStatistics, below.NextGain, below.NextGainGradient, add: true);
        }
    }

    private static nint Floats(StackShape shape)
    {
        nint tokens = shape.TokenCount, hidden = shape.Hidden, inner = shape.GatedInner;
        nint weights = 2 * ((hidden * ((4 * hidden) + (3 * inner))) + (20 * hidden));
        nint layer = weights + (tokens * ((8 * hidden) + (2 * inner) + (2 * shape.Heads) + 64));
        nint angles = 2 * (nint)shape.Length * shape.HeadSize;
        return (shape.Layers * layer) + (tokens * ((10 * hidden) + inner)) + angles + 4096;
    }

    private AttentionPattern PatternOf(int layer) => layer % GlobalEvery == 0 ? _global : _local;

    private Tensor Angles(double theta) =>
        Of(RotaryAngles.Table(Shape.Length, Shape.HeadSize, theta), Shape.Length, Shape.HeadSize);

    // sum, on entry the block's output, becomes the stream.
    private void AddNorm(Tensor sum, Tensor residual, Tensor gain, Tensor statistics, Tensor normed) =>
        Backend.AddNorm(sum, residual, Dropout.None, gain, Tensor.None, Epsilon, sum, statistics, normed);

    private void NormBackward(
        Tensor gradient, Tensor sum, Tensor statistics, Tensor gain, Tensor gainGradient, bool add) =>
        Backend.AddNormBackward(
            gradient,
            sum,
            statistics,
            gain,
            Dropout.None,
            Tensor.None,
            Gradient,
            gainGradient,
            Tensor.None,
            add);

    private Tensor Tokens() => Take(Shape.TokenCount, Shape.Hidden);

    private sealed class Projection(ModernStack stack, int outputs, int inputs)
    {
        public Tensor Weight { get; } = stack.Weight(outputs, inputs);

        public Tensor Gradient { get; } = stack.Take(outputs, inputs);
    }

    private sealed class Layer(ModernStack stack)
    {
        public Projection Qkv { get; } = new(stack, 3 * stack.Shape.Hidden, stack.Shape.Hidden);

        public Projection Projection { get; } = new(stack, stack.Shape.Hidden, stack.Shape.Hidden);

        public Projection In { get; } = new(stack, 2 * stack.Shape.GatedInner, stack.Shape.Hidden);

        public Projection Out { get; } = new(stack, stack.Shape.Hidden, stack.Shape.GatedInner);

        public Tensor Wide { get; } = stack.Take(stack.Shape.TokenCount, 3 * stack.Shape.Hidden);

        public Tensor LogSumExp { get; } = stack.Take(stack.Shape.TokenCount, stack.Shape.Heads);

        public Tensor Context { get; } = stack.Tokens();

        public Tensor Attended { get; } = stack.Tokens();

        public Tensor Gain { get; } = stack.Ones();

        public Tensor GainGradient { get; } = stack.Take(1, stack.Shape.Hidden);

        public Tensor Statistics { get; } = stack.Take(stack.Shape.TokenCount, 2);

        public Tensor Normed { get; } = stack.Tokens();

        public Tensor PreActivation { get; } = stack.Take(stack.Shape.TokenCount, 2 * stack.Shape.GatedInner);

        public Tensor Stream { get; } = stack.Tokens();

        public Tensor NextGain { get; } = stack.Ones();

        public Tensor NextGainGradient { get; } = stack.Take(1, stack.Shape.Hidden);

        public Tensor NextStatistics { get; } = stack.Take(stack.Shape.TokenCount, 2);

        public Tensor NextNormed { get; } = stack.Tokens();
    }
}
