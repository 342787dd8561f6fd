namespace Cloze.Compute;

/// <summary>Activations and the biases before them, of activation.cu.</summary>
internal sealed class ActivationLauncher(ICudaLauncher launcher)
{
    private const string File = "activation.cu";
    private const int Identity = 4;

    private readonly ColumnsLauncher _columns = new(launcher);

    /// <summary>
    /// preActivation = input + bias; destination = activation(preActivation), all [rows, columns]; bias [columns],
    /// float32, and preActivation may be none; both results may be the input.
    /// </summary>
    public void Forward(
        DevicePointer input,
        DevicePointer bias,
        Activation activation,
        DevicePointer preActivation,
        DevicePointer destination,
        int rows,
        int columns) =>
        Forward(input, bias, Number(activation), preActivation, destination, rows, columns);

    /// <summary>values += bias [columns], float32, in place.</summary>
    public void AddBias(DevicePointer values, DevicePointer bias, int rows, int columns) =>
        Forward(values, bias, Identity, DevicePointer.None, values, rows, columns);

    /// <summary>
    /// gradient = gradient ∘ activation'(preActivation), in place, both [rows, columns]; where asked for,
    /// preActivation becomes activation(preActivation), and the column sums of the new gradient are added to
    /// biasGradient [columns], float32, which may be none.
    /// </summary>
    public void Backward(
        Activation activation,
        DevicePointer preActivation,
        bool replace,
        DevicePointer gradient,
        DevicePointer biasGradient,
        int rows,
        int columns)
    {
        if (rows == 0 || columns == 0) return;
        bool wide = launcher.IsWide(columns, preActivation, gradient);
        int perLane = wide ? launcher.Wide() : 1;
        int chunkRows = launcher.ChunkRows(rows, columns, perLane, KernelGrid.ManyFills);
        int chunks = (int)KernelGrid.Ceiling(rows, chunkRows);
        DevicePointer partial = biasGradient.IsNone
            ? DevicePointer.None
            : launcher.Scratch(KernelGrid.SumsSlot, (nint)chunks * columns * sizeof(float));
        launcher.Launch(
            File,
            wide ? "activation_backward" : "activation_backward_narrow",
            KernelGrid.Strips(columns, perLane, chunks),
            [gradient, preActivation, replace ? 1 : 0, partial, rows, columns, chunkRows, Number(activation)]);
        if (!biasGradient.IsNone) _columns.Fold(partial, chunks, columns, columns, biasGradient);
    }

    /// <summary>The numbers of functions.cu.</summary>
    internal static int Number(Activation activation) => activation switch
    {
        Activation.Gelu => 0,
        Activation.GeluTanh => 1,
        Activation.Relu => 2,
        Activation.Tanh => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    private void Forward(
        DevicePointer input,
        DevicePointer bias,
        int activation,
        DevicePointer preActivation,
        DevicePointer destination,
        int rows,
        int columns)
    {
        if (rows == 0 || columns == 0) return;
        bool wide = launcher.IsWide(columns, input, bias, preActivation, destination);
        int perLane = wide ? launcher.Wide() : 1;
        int chunkRows = launcher.ChunkRows(rows, columns, perLane, KernelGrid.ManyFills);
        launcher.Launch(
            File,
            wide ? "activation_forward" : "activation_forward_narrow",
            KernelGrid.Strips(columns, perLane, (int)KernelGrid.Ceiling(rows, chunkRows)),
            [input, bias, preActivation, destination, rows, columns, chunkRows, activation]);
    }
}
