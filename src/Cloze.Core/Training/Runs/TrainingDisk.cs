using Cloze.Models;

namespace Cloze.Training;

/// <summary>The room that a run takes on the disk beside its text, in bytes.</summary>
/// <param name="Checkpoint">Weights, both moments of the optimizer and, where a run has it, their average.</param>
/// <param name="Weights">The weights alone, as others read them.</param>
/// <param name="Kept">How many checkpoints are kept.</param>
internal sealed record TrainingDisk(long Checkpoint, long Weights, int Kept)
{
    /// <summary>What no run can do without: a checkpoint, the next one beside it, and the model.</summary>
    public long Least => (2 * Checkpoint) + Weights;

    /// <summary>The most: all that is kept, the next checkpoint, the model, the best one, the next of these.</summary>
    public long Most => ((Kept + 1) * Checkpoint) + (3 * Weights);

    /// <summary>The room of a run by its options.</summary>
    /// <param name="config">The sizes of its model.</param>
    /// <param name="options">Its options, decided.</param>
    public static TrainingDisk Expect(EncoderConfig config, EffectiveOptions options) => Expect(
        config, options.Outputs, options.Options.KeepCheckpoints!.Value, options.Recipe.AverageSteps > 0);

    /// <summary>The room of a run.</summary>
    /// <param name="config">The sizes of its model.</param>
    /// <param name="outputs">The heads of its model.</param>
    /// <param name="kept">How many checkpoints are kept.</param>
    /// <param name="averages">Whether the run averages its weights.</param>
    public static TrainingDisk Expect(EncoderConfig config, ModelOutputs outputs, int kept, bool averages = false)
    {
        long weights = sizeof(float) * (long)new ParameterLayout(config, outputs).Length;
        return new TrainingDisk((averages ? 4 : 3) * weights, weights, kept);
    }

    /// <summary>Refuses a run that could not save what it learns.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="free">The bytes free there; null where that is not known.</param>
    /// <exception cref="ClozeException">There is less than <see cref="Least"/>.</exception>
    public void RequireFits(string folder, long? free)
    {
        if (free is null || free >= Least) return;
        throw new ClozeException(
            $"The checkpoints of this run need {Size(Least)} at least, but the disk of {folder} has {Size(free.Value)} "
            + "left.",
            "Free some disk space, name a folder on another disk as `output`, or choose a smaller model.");
    }

    /// <summary>What to say where the room may not be enough for all; null where it is.</summary>
    public string? Remark(string folder, long? free) => free is null || free >= Most ? null
        : $"The disk of {folder} has {Size(free.Value)} left, and the run takes up to {Size(Most)} beside its text: "
            + "where it is full, older checkpoints are given up.";

    private static string Size(long bytes) => TrainingMemory.Size(bytes);
}
