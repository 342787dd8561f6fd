using Cloze.Data;

namespace Cloze.Training;

/// <summary>What a step has read.</summary>
/// <param name="Begin">Where in the data it began.</param>
/// <param name="Numbers">See <see cref="ITrainingBatches.Between"/>.</param>
internal sealed record StepSequences(BatchPosition Begin, IReadOnlyList<long> Numbers);
