using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>Compares linear layers and activations.</summary>
internal static class LinearChecks
{
    /// <summary>Of one shape: input [tokens, inputs], weight [outputs, inputs].</summary>
    public static void Run(CheckList list, int tokens, int inputs, int outputs)
    {
        string shape = $"{tokens} x {inputs} x {outputs}";
        list.Check("linear", shape, check => Forward(check, tokens, inputs, outputs));
        list.Check("linear, float32 result", shape, check => Logits(check, tokens, inputs, outputs));
        list.Check("linear, input gradient", shape, check => InputGradient(check, tokens, inputs, outputs, false));
        list.Check("linear, input gradient added", shape, check => InputGradient(check, tokens, inputs, outputs, true));
        list.Check("linear, weight gradient", shape, check => WeightGradient(check, tokens, inputs, outputs));
        list.Check("linear backward", shape, check => Backward(check, tokens, inputs, outputs));
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            string name = activation.ToString().ToLowerInvariant();
            list.Check($"linear, {name}", shape, check => Activated(check, activation, tokens, inputs, outputs));
            list.Check($"{name} backward", shape, check => Turned(check, activation, tokens, inputs, outputs));
        }
    }

    private static float Scale(int terms) => 1 / MathF.Sqrt(terms);

    private static void Forward(CheckList.Comparison check, int tokens, int inputs, int outputs)
    {
        DualTensor x = check.Stage.Activation(tokens, inputs), y = check.Stage.Output(tokens, outputs);
        DualTensor w = check.Stage.Parameter(outputs, inputs, Scale(inputs)), b = check.Stage.Parameter(1, outputs);
        check.Run((backend, of) => backend.Linear(of(x), of(w), of(b), of(y)));
        check.Same("output", y);
        check.Run((backend, of) => backend.Linear(of(x), of(w), Tensor.None, of(y)));
        check.Same("output without a bias", y);
        DualTensor residual = check.Stage.Activation(tokens, outputs), sum = check.Stage.Output(tokens, outputs);
        check.Run((backend, of) =>
        {
            Tensor early = backend.AddsInProducts ? of(residual) : Tensor.None;
            backend.Linear(of(x), of(w), of(b), of(sum), early);
            if (early.IsNone) backend.Combine(1, of(sum), 1, of(residual), of(sum));
        });
        check.Same("output and residual", sum);
    }

    private static void Logits(CheckList.Comparison check, int tokens, int inputs, int outputs)
    {
        DualTensor x = check.Stage.Activation(tokens, inputs), y = check.Stage.Float32(tokens, outputs);
        DualTensor w = check.Stage.Parameter(outputs, inputs, Scale(inputs)), b = check.Stage.Parameter(1, outputs);
        check.Run((backend, of) => backend.Linear(of(x), of(w), of(b), of(y)));
        check.Same("output", y, 0);
    }

    private static void InputGradient(CheckList.Comparison check, int tokens, int inputs, int outputs, bool add)
    {
        DualTensor dy = check.Stage.Activation(tokens, outputs);
        DualTensor dx = add ? check.Stage.Activation(tokens, inputs) : check.Stage.Output(tokens, inputs);
        DualTensor w = check.Stage.Parameter(outputs, inputs, Scale(outputs));
        check.Run((backend, of) => backend.LinearInputGradient(of(dy), of(w), add, of(dx)));
        check.Same("gradient", dx);
    }

    private static void WeightGradient(CheckList.Comparison check, int tokens, int inputs, int outputs)
    {
        DualTensor dy = check.Stage.Activation(tokens, outputs), x = check.Stage.Activation(tokens, inputs);
        DualTensor dw = check.Stage.Parameter(outputs, inputs), db = check.Stage.Parameter(1, outputs);
        check.Run((backend, of) => backend.LinearWeightGradient(of(dy), of(x), of(dw), of(db)));
        check.Same("weight", dw, 0);
        check.Same("bias", db, 0);
    }

    private static void Backward(CheckList.Comparison check, int tokens, int inputs, int outputs)
    {
        DualTensor dy = check.Stage.Activation(tokens, outputs), x = check.Stage.Activation(tokens, inputs);
        DualTensor w = check.Stage.Parameter(outputs, inputs, Scale(outputs));
        DualTensor dx = check.Stage.Activation(tokens, inputs);
        DualTensor dw = check.Stage.Parameter(outputs, inputs), db = check.Stage.Parameter(1, outputs);
        check.Run((backend, of) => backend.LinearBackward(of(dy), of(x), of(w), true, of(dx), of(dw), of(db)));
        check.Same("input", dx);
        check.Same("weight", dw, 0);
        check.Same("bias", db, 0);
    }

    private static void Activated(
        CheckList.Comparison check, Activation activation, int tokens, int inputs, int outputs)
    {
        DualTensor x = check.Stage.Activation(tokens, inputs), y = check.Stage.Output(tokens, outputs);
        DualTensor before = check.Stage.Output(tokens, outputs), only = check.Stage.Output(tokens, outputs);
        DualTensor w = check.Stage.Parameter(outputs, inputs, Scale(inputs)), b = check.Stage.Parameter(1, outputs);
        check.Run((backend, of) => backend.LinearActivation(of(x), of(w), of(b), activation, of(before), of(y)));
        check.Run((backend, of) => backend.LinearActivation(of(x), of(w), of(b), activation, Tensor.None, of(only)));
        check.Same("before", before);
        check.Same("output", y, 4);
        check.Same("output alone", only, 4);
    }

    private static void Turned(
        CheckList.Comparison check, Activation activation, int tokens, int inputs, int outputs)
    {
        DualTensor dy = check.Stage.Activation(tokens, outputs), before = check.Stage.Activation(tokens, inputs);
        DualTensor w = check.Stage.Parameter(outputs, inputs, Scale(outputs)), dx = check.Stage.Output(tokens, inputs);
        DualTensor gradient = check.Stage.Activation(tokens, inputs), sums = check.Stage.Parameter(1, inputs);
        check.Run((backend, of) => backend.ActivationBackward(activation, of(before), of(gradient)));
        check.Same("gradient in place", gradient);
        DualTensor other = check.Stage.Activation(tokens, 1), weights = check.Stage.Parameter(inputs, 1);
        bool isKept = false;
        check.Run((backend, of) =>
        {
            isKept |= backend.KeepsActivations;
            Tensor early = backend.SumsColumns ? of(sums) : Tensor.None;
            backend.LinearInputGradient(of(dy), of(w), activation, of(before), of(dx), early);
            if (early.IsNone) backend.LinearWeightGradient(of(dx), of(other), of(weights), of(sums));
        });
        check.Same("gradient", dx, 4);
        if (!isKept) check.Same("activation made again", before);
        check.Same("column sums", sums, 4);
    }
}
