namespace Cloze.Training;

/// <summary>A step that was not applied, as a line of <c>training/skipped-steps.jsonl</c> tells it.</summary>
internal sealed record SkippedStep
{
    /// <summary>The step.</summary>
    public required int Step { get; init; }

    /// <summary>Why: "not-finite" or "spike".</summary>
    public required string Reason { get; init; }

    /// <summary>Its loss, in nats; null where it is not finite.</summary>
    public double? Loss { get; init; }

    /// <summary>Norm of its gradients before clipping; null where it is not finite.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The loss above which it is a spike; null where it could not be told.</summary>
    public double? Ceiling { get; init; }

    /// <summary>The learning rate it would have had.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Passes over the corpus done before its data.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Sequences of the running pass done before its data.</summary>
    public required long Place { get; init; }

    /// <summary>The numbers of its sequences in the store of the text trained on.</summary>
    public required IReadOnlyList<long> Sequences { get; init; }
}
