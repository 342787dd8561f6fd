namespace Cloze.Compute;

/// <summary>Activations whose values another half multiplies, of gate.cu.</summary>
internal sealed class GateLauncher(ICudaLauncher launcher)
{
    private const string File = "gate.cu";

    /// <summary>
    /// destination [rows, columns] = activation(u) ∘ g, of preActivation [rows, 2 columns] with u in the first columns
    /// of a row and g in the others.
    /// </summary>
    public void Forward(
        Activation activation, DevicePointer preActivation, DevicePointer destination, int rows, int columns) =>
        Launch("gate_forward", activation, preActivation, destination, rows, columns);

    /// <summary>
    /// With d the values of product [rows, columns]: preActivation becomes d ∘ g ∘ activation'(u) beside
    /// d ∘ activation(u), and product activation(u) ∘ g, in place.
    /// </summary>
    public void Backward(
        Activation activation, DevicePointer preActivation, DevicePointer product, int rows, int columns) =>
        Launch("gate_backward", activation, preActivation, product, rows, columns);

    private void Launch(
        string kernel, Activation activation, DevicePointer preActivation, DevicePointer other, int rows, int columns)
    {
        if (rows == 0 || columns == 0) return;
        bool wide = launcher.IsWide(columns, preActivation, other);
        launcher.Launch(
            File,
            wide ? kernel : kernel + "_narrow",
            KernelGrid.Rows(rows),
            [preActivation, other, rows, columns, ActivationLauncher.Number(activation)]);
    }
}
