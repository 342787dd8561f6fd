namespace Cloze.Measurement;

/// <summary>A part of a device's self-test.</summary>
public enum SelfTestPart
{
    /// <summary>Dropout, residual and layer normalisation.</summary>
    Norm,

    /// <summary>Linear layers and activations.</summary>
    Linear,

    /// <summary>Attention.</summary>
    Attention,

    /// <summary>Embeddings, gather and scatter.</summary>
    Rows,

    /// <summary>The loss over the vocabulary.</summary>
    Loss,

    /// <summary>AdamW and the norm of gradients.</summary>
    Optimizer,

    /// <summary>A model's loss and gradients.</summary>
    Model,

    /// <summary>A training run of some steps, beside the processor's and beside itself.</summary>
    Training,

    /// <summary>How fast products, attention and training steps are.</summary>
    Timings,

    /// <summary>Where the time of training steps goes, kernel by kernel.</summary>
    Profile,
}
