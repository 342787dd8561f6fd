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
            Kind = new ChoiceKind<ComputePrecision>(),
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
