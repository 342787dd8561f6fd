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

    /// <summary>The optimizers' operations and the norm of gradients.</summary>
    Optimizer,

    /// <summary>Losses and gradients of models in each layout, frozen in part, computed again.</summary>
    Model,

    /// <summary>Training runs of some steps, beside the processor's and beside themselves.</summary>
    Training,

    /// <summary>Training runs that stop in the middle and go on from what a checkpoint keeps.</summary>
    Resume,

    /// <summary>How fast products, attention and training steps are.</summary>
    Timings,

    /// <summary>How fast windows, rotary positions and training steps of today's layout are.</summary>
    ModernTimings,

    /// <summary>Where the time of training steps goes, kernel by kernel.</summary>
    Profile,
}
