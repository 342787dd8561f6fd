namespace Cloze.Compute;

/// <summary>The parts of a training step.</summary>
public enum ProfilePhase
{
    /// <summary>From ids to hidden states.</summary>
    Forward,

    /// <summary>The loss over the vocabulary and its gradient, in one.</summary>
    Loss,

    /// <summary>From the loss to the gradients of all weights.</summary>
    Backward,

    /// <summary>Clearing, clipping, and the weights' update.</summary>
    Optimizer,
}
