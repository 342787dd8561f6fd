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
        return Figure(StepMeasurement.Measure(PeerModel.Options(arguments, batch, dropout: 0.1f)), arguments);
    }

    /// <summary>
    /// Filling masks: the encoder over every token, the likeliest word of the masked ones (15 %) or, with
    /// <c>--every-position</c>, of all.
    /// </summary>
    public static object Infer(Arguments arguments)
    {
        WorkloadOptions options = PeerModel.Options(arguments, 1, dropout: 0);
        return Figure(InferenceMeasurement.Measure(options, arguments.Flag("--every-position")), arguments);
    }

    private static object Figure(WorkloadResult result, Arguments arguments) => new
    {
        result.Tokens,
        Seconds = result.Time.Median,
        UsefulGflop = result.Flops / 1e9,
        PeakGflops = FmaPeak.Measure(InstructionSets.Default, arguments.Number("--threads", 0)) / 1e9,
        result.Profile,
    };
}
