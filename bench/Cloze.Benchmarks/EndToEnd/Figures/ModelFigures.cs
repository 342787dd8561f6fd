using Cloze.Kernels;
using Cloze.Measurement;

namespace Cloze.Benchmarks.EndToEnd.Figures;

/// <summary>A model's speed on the peers' batches, and the processor's peak in the same process.</summary>
internal static class ModelFigures
{
    /// <summary>A training step as the peer does it, dropout 0.1.</summary>
    public static object Train(Arguments arguments)
    {
        int batch = BatchLengths.Sequences(PeerModel.Preset(arguments));
        WorkloadOptions options = PeerModel.Options(arguments, batch, dropout: 0.1f);
        return Figure(options, () => StepMeasurement.Measure(options));
    }

    /// <summary>
    /// Filling masks: the encoder over every token, the likeliest word of the masked ones (15 %) or, with
    /// <c>--every-position</c>, of all.
    /// </summary>
    public static object Infer(Arguments arguments)
    {
        WorkloadOptions options = PeerModel.Options(arguments, 1, dropout: 0);
        return Figure(options, () => InferenceMeasurement.Measure(options, arguments.Flag("--every-position")));
    }

    // The peak is a bound: the greater of one before and one after.
    private static object Figure(WorkloadOptions options, Func<WorkloadResult> measure)
    {
        double before = Peak(options);
        WorkloadResult result = measure();
        return new
        {
            result.Tokens,
            Seconds = result.Time.Median,
            UsefulGflop = result.Flops / 1e9,
            PeakGflops = Math.Max(before, Peak(options)),
            result.Profile,
        };
    }

    private static double Peak(WorkloadOptions options) =>
        FmaPeak.Measure(InstructionSets.Default, options.Threads) / 1e9;
}
