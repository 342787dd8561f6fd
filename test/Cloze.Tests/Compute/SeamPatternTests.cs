using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute;

/// <summary>The operations of pre-norm layers refuse operands that do not fit, by name.</summary>
public sealed class SeamPatternTests : IDisposable
{
    private const int Tokens = 4, Hidden = 6;

    private readonly CpuBackend _backend = new(1);
    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly Tensor _wide;
    private readonly Tensor _double;
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _angles;
    private readonly Tensor _statistics;

    public SeamPatternTests()
    {
        Arena arena = _backend.CreateArena("test", 4096);
        (_input, _output) = (arena.Take(Tokens, Hidden), arena.Take(Tokens, Hidden));
        (_wide, _double) = (arena.Take(Tokens, 3 * Hidden), arena.Take(Tokens, 2 * Hidden));
        (_weight, _bias) = (arena.Take(2 * Hidden, Hidden), arena.Take(1, 2 * Hidden));
        (_angles, _statistics) = (arena.Take(3, 2), arena.Take(Tokens, 2));
    }

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Windows_and_angles()
    {
        void Attend(int heads, int window, Tensor angles, params int[] starts) => _backend.Attention(
            _wide, starts, new AttentionPattern(heads, window, angles), Dropout.None, default, _output);

        Refuses("Attention: window is -1, expected 0 or more", () => Attend(3, -1, default, 0, 4));
        Refuses("Attention: heads is 0, expected a divisor of 6", () => Attend(0, 1, _angles, 0, 4));
        Refuses(
            "Attention: angles is [3, 2], expected [4 or more, 2] by the other operands",
            () => Attend(3, 1, _angles, 0, 4));
        Refuses("Attention: angles is [4, 6], expected [2 or more, 2]", () => Attend(3, 1, _output, 0, 2, 4));
        Refuses(
            "Attention: the size of a head is 3, expected an even number, as there are angles",
            () => Attend(2, 1, _angles, 0, 2, 4));
        Refuses(
            "Attention: queryKeyValue is in the memory of pattern.Angles",
            () => Attend(1, 1, _wide.Slice(0, 4, 6), 0, 4));
        Attend(3, 0, _angles, 0, 3, 4);
    }

    [Fact]
    public void Gates()
    {
        void Gate(Tensor weight, Tensor bias, Tensor before, Tensor after) =>
            _backend.LinearGated(_input, weight, bias, Activation.Gelu, before, after);

        Refuses("LinearGated: weight is [4, 18], expected [12, 6]", () => Gate(_wide, _bias, _double, _output));
        Refuses("LinearGated: bias is [4, 6], expected [1, 12]", () => Gate(_weight, _output, _double, _output));
        Refuses("LinearGated: preActivation is none, expected a tensor", () => Gate(_weight, _bias, default, _output));
        Refuses("LinearGated: destination is in the memory of input", () => Gate(_weight, _bias, _double, _input));
        Refuses(
            "LinearGatedBackward: preActivation is [4, 6], expected [4, 12]",
            () => _backend.LinearGatedBackward(
                _double, _weight, Activation.Gelu, _input, _output));
        Refuses(
            "LinearGatedBackward: activated is in the memory of gradient",
            () => _backend.LinearGatedBackward(
                _double, _weight, Activation.Gelu, _double, _double.Slice(0, Tokens, Hidden)));
        Gate(_weight, default, _double, _output);
    }

    [Fact]
    public void A_gradient_that_is_added_to_is_none_that_is_read() => Refuses(
        "AddNormBackward: residualGradient is in the memory of gradient",
        () => _backend.AddNormBackward(
            _output,
            _input,
            _statistics,
            _bias.Slice(0, 1, Hidden),
            Dropout.None,
            default,
            _output,
            _bias.Slice(0, 1, Hidden),
            default,
            add: true));

    private static void Refuses(string message, Action operation) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(operation).Message);
}
