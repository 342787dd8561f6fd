using Cloze.Measurement;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Figures;

/// <summary>The models and batches that the peers have too: 30,522 pieces, heads of 64.</summary>
internal static class PeerModel
{
    /// <summary>
    /// Of <c>--preset</c>, <c>--batch</c>, <c>--ragged</c>, <c>--threads</c>, <c>--steps</c>, <c>--recompute</c> and
    /// <c>--profile</c>.
    /// </summary>
    public static WorkloadOptions Options(Arguments arguments, int batch, float dropout)
    {
        int count = arguments.Number("--batch", batch);
        int[] lengths = arguments.Flag("--ragged")
            ? BatchLengths.Ragged(count, BatchLengths.Longest)
            : BatchLengths.Full(count, BatchLengths.Longest);
        WorkloadOptions options = WorkloadOptions.For(Preset(arguments), lengths, dropout: dropout);
        return options with
        {
            Config = WithHeadsOf64(options.Config),
            Profile = arguments.Flag("--profile"),
            Recompute = arguments.Flag("--recompute"),
            Threads = arguments.Number("--threads", 0),
            Repeats = new RepeatOptions { WarmUpSeconds = 1, Fewest = arguments.Number("--steps", 5) },
        };
    }

    /// <summary>The preset that <c>--preset</c> names.</summary>
    public static Preset Preset(Arguments arguments) =>
        Enum.Parse<Preset>(arguments.Text("--preset"), ignoreCase: true);

    /// <summary>The base model and its like have heads of 64; tiny, in Cloze, has heads of 32.</summary>
    public static EncoderConfig WithHeadsOf64(EncoderConfig config) =>
        config with { AttentionHeadCount = config.HiddenSize / 64 };
}
