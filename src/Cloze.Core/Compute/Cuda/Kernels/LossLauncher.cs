namespace Cloze.Compute;

/// <summary>Softmax cross entropy of a block of logits, of loss.cu.</summary>
internal sealed class LossLauncher(ICudaLauncher launcher)
{
    private const int Threads = 512;

    /// <summary>
    /// losses [rows], float32, = -ln P(label) by logits [rows, stride] + bias [vocabulary], float32; ranks [rows],
    /// int32, or none; gradient [rows, stride] or none: scale * (P - 1 at the label), zero from column vocabulary on.
    /// Logits are activations, and the gradient may stand in their place; or float32, where it has a place of its own.
    /// </summary>
    public void CrossEntropy(in LossOperands o, bool floatLogits, float scale, int rows, int vocabulary, int stride)
    {
        if (rows == 0) return;
        bool wide = launcher.IsWide(stride, o.Logits, o.Bias, o.Gradient) && stride % 4 == 0;
        string kernel = (floatLogits ? "cross_entropy_float" : "cross_entropy") + (wide ? "" : "_narrow");
        launcher.Launch("loss.cu", kernel, LaunchShape.Of(rows, Threads), [
            o.Logits, o.Bias, o.Labels, scale, o.Losses, o.Ranks, o.Gradient, vocabulary, stride]);
    }
}
