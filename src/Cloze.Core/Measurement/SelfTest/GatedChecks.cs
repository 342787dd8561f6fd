using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares linear layers whose one half gates the other.</summary>
internal static class GatedChecks
{
    /// <summary>Of one shape: input [tokens, inputs], weight [2 inner, inputs].</summary>
    public static void Run(CheckList list, int tokens, int inputs, int inner)
    {
        string shape = $"{tokens} x {inputs} x 2 * {inner}";
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            string name = activation.ToString().ToLowerInvariant();
            list.Check($"gate, {name}", shape, check => Forward(check, activation, tokens, inputs, inner));
            list.Check($"gate, {name}, backward", shape, check => Backward(check, activation, tokens, inputs, inner));
        }
    }

    private static void Forward(CheckList.Comparison check, Activation activation, int tokens, int inputs, int inner)
    {
        DualStage stage = check.Stage;
        DualTensor x = stage.Activation(tokens, inputs), before = stage.Output(tokens, 2 * inner);
        DualTensor w = stage.Parameter(2 * inner, inputs, 1 / MathF.Sqrt(inputs)), b = stage.Parameter(1, 2 * inner);
        DualTensor y = stage.Output(tokens, inner);
        check.Run((backend, of) => backend.LinearGated(of(x), of(w), of(b), activation, of(before), of(y)));
        check.Same("before", before);
        check.Same("output", y, 5);
        check.Run((backend, of) => backend.LinearGated(of(x), of(w), Tensor.None, activation, of(before), of(y)));
        check.Same("output without a bias", y, 5);
    }

    private static void Backward(CheckList.Comparison check, Activation activation, int tokens, int inputs, int inner)
    {
        DualStage stage = check.Stage;
        DualTensor dy = stage.Activation(tokens, inputs), before = stage.Activation(tokens, 2 * inner);
        DualTensor w = stage.Parameter(inputs, inner, 1 / MathF.Sqrt(inputs)), product = stage.Output(tokens, inner);
        check.Run((backend, of) =>
            backend.LinearGatedBackward(of(dy), of(w), activation, of(before), of(product)));
        check.Same("gradient", before, 5);
        check.Same("output made again", product, 3);
    }
}
