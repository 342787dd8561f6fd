namespace Cloze.Models;

/// <summary>The file that weights are written to.</summary>
public enum WeightFormat
{
    /// <summary><c>model.safetensors</c>.</summary>
    Safetensors,

    /// <summary><c>pytorch_model.bin</c>, the zip form of <c>torch.save</c>; at most 4 GiB.</summary>
    PyTorch,
}
