using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>Every operation refuses operands that do not fit, by name, before it touches memory.</summary>
public sealed class SeamTests : IDisposable
{
    private const int Tokens = 4, Hidden = 6, Vocabulary = 9;

    private readonly CpuBackend _backend = new(2);
    private readonly Arena _arena;
    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly Tensor _other;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _gradient;
    private readonly Tensor _wide;
    private readonly Tensor _wideGradient;
    private readonly Tensor _table;
    private readonly Tensor _tableBias;
    private readonly Tensor _statistics;

    public SeamTests()
    {
        _arena = _backend.CreateArena("test", 4096);
        (_input, _output) = (_arena.Take(Tokens, Hidden), _arena.Take(Tokens, Hidden));
        (_other, _gradient) = (_arena.Take(Tokens, Hidden), _arena.Take(Tokens, Hidden));
        (_weight, _bias) = (_arena.Take(Hidden, Hidden), _arena.Take(1, Hidden));
        (_wide, _wideGradient) = (_arena.Take(Tokens, 3 * Hidden), _arena.Take(Tokens, 3 * Hidden));
        (_table, _tableBias) = (_arena.Take(Vocabulary, Hidden), _arena.Take(1, Vocabulary));
        _statistics = _arena.Take(Tokens, 2);
    }

    [Fact]
    public void Linear_layers()
    {
        Refuses("Linear: bias is [4, 6], expected [1, 6]", () => _backend.Linear(_input, _weight, _input, _output));
        Refuses("Linear: weight is [4, 18], expected [4, 6]", () => _backend.Linear(_input, _wide, _bias, _output));
        Refuses(
            "Linear: destination is in the memory of input, expected memory of its own",
            () => _backend.Linear(_input, _weight, _bias, _input));
        Refuses(
            "Linear: rows[0] is -1, expected 0 to 3",
            () => _backend.LinearOfRows(_input, _weight, _bias, 2, [-1], _output));
        Refuses(
            "Linear: columns[0] is 7, expected 0 to 6",
            () => _backend.LinearOfRows(_input, _weight, _bias, 7, [0], _output));
        Refuses(
            "LinearActivation: preActivation is [4, 2], expected [4, 6]",
            () => _backend.LinearActivation(_input, _weight, _bias, Activation.Gelu, _statistics, _output));
        Refuses(
            "LinearInputGradient: inputGradient is [4, 2], expected [4, 6]",
            () => _backend.LinearInputGradient(_gradient, _weight, false, _statistics));
        Refuses(
            "LinearInputGradient: preActivation is [6, 6], expected [4, 6]",
            () => _backend.LinearInputGradient(_gradient, _weight, Activation.Gelu, _weight, _output));
        Refuses(
            "LinearInputGradient: columnSums is [1, 6], expected none: this backend sums columns by themselves",
            () => _backend.LinearInputGradient(_gradient, _weight, Activation.Gelu, _other, _output, _bias));
        Refuses(
            "LinearWeightGradient: weightGradient is [9, 6], expected [6, 6]",
            () => _backend.LinearWeightGradient(_gradient, _input, _table, _bias));
        Refuses(
            "LinearBackward: inputGradient is in the memory of gradient",
            () => _backend.LinearBackward(_gradient, _input, _weight, true, _gradient, _weight, _bias));
        Refuses(
            "ActivationBackward: preActivation is [4, 2], expected [4, 6]",
            () => _backend.ActivationBackward(Activation.Gelu, _statistics, _gradient));
    }

    [Fact]
    public void Norms_and_dropout()
    {
        void Norm(Tensor residual, float probability, Tensor gain, Tensor sum, Tensor destination) => _backend.AddNorm(
            _input, residual, new Dropout(probability, 1, 1, 1), gain, _bias, 1e-5f, sum, _statistics, destination);

        Refuses("AddNorm: residual is [9, 6], expected [4, 6]", () => Norm(_table, 0, _bias, _other, _output));
        Refuses("AddNorm: dropout is 1, expected 0 to 0.99", () => Norm(default, 1, _bias, _other, _output));
        Refuses("AddNorm: dropout is NaN", () => Norm(default, float.NaN, _bias, _other, _output));
        Refuses("AddNorm: gain is none, expected a tensor", () => Norm(default, 0, default, _other, _output));
        Refuses("AddNorm: destination is in the memory of sum", () => Norm(default, 0, _bias, _other, _other));
        Refuses(
            "AddNormBackward: statistics is [4, 6], expected [4, 2]",
            () => _backend.AddNormBackward(
                _gradient, _other, _input, _bias, Dropout.None, default, _gradient, _bias, _bias));
        Refuses(
            "ApplyDropout: destination is partly in the memory of input",
            () => _backend.ApplyDropout(_input.RowRange(0, 3), Dropout.None, _input.RowRange(1, 3)));
        Refuses(
            "ApplyDropout: parts is 4, expected a divisor of 6 columns",
            () => _backend.ApplyDropout(_input, Dropout.None, _input, 4));
    }

    [Fact]
    public void Attention()
    {
        void Attend(int[] starts, int heads, Tensor logSumExp) =>
            _backend.Attention(_wide, starts, heads, Dropout.None, logSumExp, _output);

        Refuses("Attention: starts is empty, expected 0 first", () => Attend([], 2, default));
        Refuses("Attention: starts[0] is 1, expected 0", () => Attend([1, 4], 2, default));
        Refuses("Attention: starts[2] is 1, expected at least 3", () => Attend([0, 3, 1, 4], 2, default));
        Refuses("Attention: starts[^1] is 5, expected 4", () => Attend([0, 3, 5], 2, default));
        Refuses("Attention: heads is 4, expected a divisor of 6", () => Attend([0, 4], 4, default));
        Refuses("Attention: heads is 0, expected a divisor of 6", () => Attend([0, 4], 0, default));
        Refuses("Attention: logSumExp is [4, 2], expected [4, 3]", () => Attend([0, 4], 3, _statistics));
        Refuses("AttentionBackward: logSumExp is none", () => _backend.AttentionBackward(
            _wide, [0, 4], 2, Dropout.None, default, _output, _gradient, _wideGradient));
        Attend([0, 0, 4, 4], 2, _statistics);
        Refuses(
            "Attention: rows[1] is 4, expected 0 to 3",
            () => _backend.AttentionOfRows(_wide, [0, 4], 2, [3, 4], _output));
        Refuses(
            "Attention: starts[^1] is 5, expected 4",
            () => _backend.AttentionOfRows(_wide, [0, 5], 2, [3], _output));
    }

    [Fact]
    public void Rows()
    {
        var tables = new EmbeddingTables(_table, _weight, _other);
        Refuses("GatherRows: rows[2] is 9, expected 0 to 8", () => _backend.GatherRows(_table, [0, 8, 9, 1], _output));
        Refuses("GatherRows: rows[0] is -1, expected", () => _backend.GatherRows(_table, [-1, 8, 9, 1], _output));
        Refuses("GatherRows: destination is [4, 6], expected [1, 6]", () => _backend.GatherRows(_table, [1], _output));
        Refuses(
            "ScatterAddRows: rows[3] is -2147483648",
            () => _backend.ScatterAddRows(_input, [0, 0, 0, int.MinValue], _table));
        Refuses(
            "Embed: tokens.Ids[1] is 9, expected 0 to 8",
            () => _backend.Embed(new TokenRows([0, 9, 0, 0], [0, 1, 2, 3], [0, 0, 0, 0]), tables, _output));
        Refuses(
            "EmbedBackward: tokens.Types is of 1 values, expected 4",
            () => _backend.EmbedBackward(new TokenRows([0, 8, 0, 0], [0, 1, 2, 3], [0]), _output, tables));
    }

    [Fact]
    public void Losses_and_the_optimizer()
    {
        float[] losses = new float[Tokens];
        Refuses(
            "CrossEntropy: labels[1] is 9, expected 0 to 8",
            () => _backend.CrossEntropy(_input, _table, _tableBias, [0, 9, 0, 0], losses, []));
        Refuses(
            "CrossEntropyWithGradient: labels[0] is -100, expected 0 to 8",
            () => _backend.CrossEntropyWithGradient(
                _input, _table, _tableBias, [-100, 9, 0, 0], 1, losses, _output, _table, _tableBias));
        var step = new AdamStep(1e-3f, 0.9, 0.999, 1e-8f, 0, 1, 1);
        Refuses(
            "Adam: secondMoment is in the memory of parameters",
            () => _backend.Adam(_input, _gradient, _output, _input, [], step));
        Refuses(
            "AdamDirection: gradients is [4, 18], expected [4, 6]",
            () => _backend.AdamDirection(_input, _wide, _output, _other, step));
        Refuses("Combine: y is [6, 6], expected [4, 6]", () => _backend.Combine(1, _input, 1, _weight, _output));
        Refuses(
            "Combine: destination is partly in the memory of x",
            () => _backend.Combine(1, _input.RowRange(0, 3), 1, _other.RowRange(0, 3), _input.RowRange(1, 3)));
        Refuses("SumOfSquares: tensor is none", () => _backend.SumOfSquares(Tensor.None));
        Refuses("Upload: source is of 3 values, expected 24", () => _backend.Upload([1, 2, 3], _input));
        Refuses("Download: destination is of 3 values, expected 24", () => _backend.Download(_input, new float[3]));
    }

    [Fact]
    public void Memory_of_others_and_dead_memory()
    {
        using var other = new CpuBackend(1);
        Refuses(
            "Clear: tensor is [1, 1] of arena foreign, which is not this backend's",
            () => _backend.Clear(other.CreateArena("foreign", 16).Take(1, 1)));
        Tensor dead;
        using (Arena arena = _backend.CreateArena("gone", 16)) dead = arena.Take(1, 1);
        var error = Assert.Throws<ObjectDisposedException>(() => _backend.Clear(dead));
        Assert.Equal("Arena gone", error.ObjectName);
        Assert.Throws<ObjectDisposedException>(() => HostArena.Span(dead).Length);
        Assert.Throws<ObjectDisposedException>(() => dead.Arena!.Take(1, 1));
        _backend.Dispose();
        Assert.True(_arena.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => _backend.Clear(_input));
        Assert.Throws<ObjectDisposedException>(() => _backend.CreateArena("late", 16));
    }

    [Fact]
    public void Views_stay_within_their_tensor()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _input.Slice(0, -1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => _input.Slice(20, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _input.RowRange(int.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _input.RowRange(2, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => _arena.Take(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => _backend.CreateArena("negative", -1));
    }

    [Fact]
    public void An_index_is_found_at_every_place_of_every_length()
    {
        for (int length = 0; length <= 70; length++)
        {
            int[] indices = [.. Enumerable.Range(0, length).Select(place => place % Vocabulary)];
            Assert.True(IndexRange.Contains(indices, Vocabulary));
            for (int place = 0; place < length; place++)
            {
                foreach (int wrong in new[] { -1, Vocabulary, int.MinValue, int.MaxValue })
                {
                    int right = indices[place];
                    indices[place] = wrong;
                    Assert.False(IndexRange.Contains(indices, Vocabulary));
                    Assert.Equal(place, IndexRange.FirstOutside(indices, Vocabulary));
                    indices[place] = right;
                }
            }
        }

        Assert.False(IndexRange.Contains([0], 0));
    }

    [Fact]
    public void A_profiler_hears_of_each_call_once_and_only_while_it_stands_there()
    {
        var profiler = new OperationProfiler();
        _backend.Clear(_gradient);
        _backend.Profiler = profiler;
        _backend.Linear(_input, _weight, _bias, _output);
        _backend.EmbedBackward(
            new TokenRows([0, 8, 0, 0], [0, 1, 2, 3], [0, 0, 0, 0]),
            _output,
            new EmbeddingTables(_table, _weight, _other));
        _backend.Profiler = null;
        _backend.Clear(_gradient);

        IReadOnlyList<OperationProfile> profile = profiler.Profile();
        Assert.Equal(["EmbedBackward", "Linear"], profile.Select(operation => operation.Operation).Order());
        Every.Item(profile, operation => Assert.Equal(1, operation.Calls));
        Assert.Equal(2.0 * Tokens * Hidden * Hidden, profile.Sum(operation => operation.Flops));
    }

    public void Dispose() => _backend.Dispose();

    private static void Refuses(string message, Action operation) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(operation).Message);
}
