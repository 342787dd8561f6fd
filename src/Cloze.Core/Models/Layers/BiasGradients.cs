using Cloze.Compute;

namespace Cloze.Models;

/// <summary>
/// To which operation the gradient of a linear layer's bias is handed: it is the sum of the columns of the output's
/// gradient, see <see cref="Backend.SumsColumns"/>.
/// </summary>
internal static class BiasGradients
{
    /// <summary>For what makes the output's gradient: the bias's, or none.</summary>
    public static Tensor Early(this Backend backend, Tensor bias) => backend.SumsColumns ? bias : Tensor.None;

    /// <summary>For what makes the weight's gradient: the bias's, unless it was handed out before.</summary>
    public static Tensor Late(this Backend backend, Tensor bias) => backend.SumsColumns ? Tensor.None : bias;
}
