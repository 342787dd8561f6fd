namespace Cloze.Compute;

/// <summary>A first try of a device: one small product and one kernel, compared with what they must give.</summary>
internal static class DeviceTrial
{
    private const int Size = 16;

    /// <summary>Multiplies a matrix by twice the identity and adds its bias.</summary>
    /// <exception cref="ClozeException">The device fails, or computes wrongly.</exception>
    public static void Run(Backend backend)
    {
        using Arena activations = backend.CreateActivationArena("trial", 4096);
        using Arena parameters = backend.CreateArena("trial", 4096);
        Tensor input = activations.Take(Size, Size), output = activations.Take(Size, Size);
        Tensor weight = parameters.Take(Size, Size), bias = parameters.Take(1, Size);
        float[] values = new float[Size * Size], identity = new float[Size * Size], results = new float[Size * Size];
        for (int i = 0; i < values.Length; i++) values[i] = (i % 13) - 6;
        for (int i = 0; i < Size; i++) identity[i * (Size + 1)] = 2;
        backend.Upload(values, input);
        backend.Upload(identity, weight);
        float[] added = new float[Size];
        Array.Fill(added, 1);
        backend.Upload(added, bias);
        backend.LinearActivation(input, weight, bias, Activation.Relu, Tensor.None, output);
        backend.Download(output, results);
        for (int i = 0; i < values.Length; i++)
        {
            float expected = Math.Max(0, (2 * values[i]) + 1);
            if (results[i] == expected) continue;
            throw new ClozeException(
                FormattableString.Invariant($"The device computes wrongly: {results[i]} in place of {expected}."),
                "Update NVIDIA's driver and the CUDA libraries.");
        }
    }
}
