using Cloze.Compute;

namespace Cloze.Training;

/// <summary>Options of how a run goes on the machine.</summary>
internal static class RunOptionRows
{
    public static readonly TrainingOption[] All =
    [
        new("seed", o => o.Seed, (o, v) => o with { Seed = (ulong?)v })
        {
            Kind = NumberKinds.Between(0ul, ulong.MaxValue),
            Default = 0ul,
            Help = "Seed of weights, order, masks and dropout.",
        },
        new("device", o => o.Device, (o, v) => o with { Device = (string?)v })
        {
            Kind = new DeviceKind(),
            Default = DeviceName.Processor,
            Help = "Where to compute: the processor, or a CUDA device.",
        },
        new("precision", o => o.Precision, (o, v) => o with { Precision = (ComputePrecision?)v })
        {
            Kind = new ChoiceKind<ComputePrecision>([ComputePrecision.Bf16, ComputePrecision.Float32]),
            Default = ComputePrecision.Bf16,
            Applies = o => o.Device is { } device && DeviceName.IsCuda(device),
            Help = "In what a CUDA device computes.",
        },
        new("threads", o => o.Threads, (o, v) => o with { Threads = (int?)v })
        {
            Kind = NumberKinds.Between(0, 1024),
            Default = 0,
            MayChangeOnResume = true,
            Help = "Threads; 0 for one a core. The result does not depend on it.",
        },
        new("checkpoint_minutes", o => o.CheckpointMinutes, (o, v) => o with { CheckpointMinutes = (double?)v })
        {
            Kind = NumberKinds.Above(0d, 1_000_000),
            Default = 3d,
            MayChangeOnResume = true,
            Help = "Minutes from one checkpoint to the next.",
        },
        new("checkpoint_steps", o => o.CheckpointSteps, (o, v) => o with { CheckpointSteps = (int?)v })
        {
            Kind = NumberKinds.Between(1, int.MaxValue),
            MayChangeOnResume = true,
            Help = "Steps from one checkpoint to the next, in place of minutes: then even a run that goes back after a "
                + "divergence gives the same bits.",
        },
        new("keep_checkpoints", o => o.KeepCheckpoints, (o, v) => o with { KeepCheckpoints = (int?)v })
        {
            Kind = NumberKinds.Between(1, 1000),
            Default = CheckpointFolder.DefaultKept,
            MayChangeOnResume = true,
            Help = "How many of the last checkpoints to keep; the best model by held-out loss is kept beside them.",
        },
        new("on_divergence", o => o.OnDivergence, (o, v) => o with { OnDivergence = (DivergencePolicy?)v })
        {
            Kind = new ChoiceKind<DivergencePolicy>(),
            Default = DivergencePolicy.Rewind,
            MayChangeOnResume = true,
            Help = "After three steps in a row that could not be applied: back to the last checkpoint with half the "
                + "learning rate, or the end.",
        },
        new("spike_limit", o => o.SpikeLimit, (o, v) => o with { SpikeLimit = (double?)v })
        {
            Kind = NumberKinds.Between(0d, 1_000_000),
            Default = 10d,
            MayChangeOnResume = true,
            Help = "A step whose loss is so many robust standard deviations above the median of the last 64 is not "
                + "applied; 0 applies it.",
        },
        new("recompute", o => o.Recompute, (o, v) => o with { Recompute = (bool?)v })
        {
            Kind = new SwitchKind(),
            Default = false,
            MayChangeOnResume = true,
            Help = "Compute activations again in the backward pass in place of keeping them: less memory, longer "
                + "steps, the same result.",
        },
        new("resume", o => o.Resume, (o, v) => o with { Resume = (bool?)v })
        {
            Kind = new SwitchKind(),
            IsKept = false,
            MayChangeOnResume = true,
            Excludes = ["force"],
            Help = "Go on with the interrupted run in the output folder.",
        },
        new("force", o => o.Force, (o, v) => o with { Force = (bool?)v })
        {
            Kind = new SwitchKind(),
            IsKept = false,
            MayChangeOnResume = true,
            Help = "Replace another model in the output folder.",
        },
        new("profile", o => o.Profile, (o, v) => o with { Profile = (bool?)v })
        {
            Kind = new SwitchKind(),
            Default = false,
            MayChangeOnResume = true,
            Help = "Print the time of each operation.",
        },
    ];
}
