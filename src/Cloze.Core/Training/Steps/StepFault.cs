namespace Cloze.Training;

/// <summary>Why a step is not applied.</summary>
internal enum StepFault
{
    /// <summary>It is applied.</summary>
    None,

    /// <summary>The loss or the gradients' norm is no number, or infinite.</summary>
    NotFinite,

    /// <summary>The loss is far above those of the steps before.</summary>
    Spike,
}
