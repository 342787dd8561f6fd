using Cloze.Compute;
using Cloze.Data;
using Cloze.Kernels;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>What this machine reaches and what the engine makes of it, in about a minute.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Threads">Threads of all figures.</param>
/// <param name="Peak">Multiply-adds that never leave the registers: operations a second.</param>
/// <param name="Products">Matrix products of each preset's inner linear layer.</param>
/// <param name="Corpus">The corpus that times are told for; null where there is none.</param>
/// <param name="Presets">Training of each preset.</param>
public sealed record EngineReport(
    MachineDescription Machine,
    int Threads,
    double Peak,
    IReadOnlyList<ProductResult> Products,
    CorpusEstimate? Corpus,
    IReadOnlyList<PresetReport> Presets)
{
    private const int Vocabulary = 8192;

    /// <summary>Whether the measurement was cancelled: what had been measured by then is there, and no more.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>Measures; every result is verified before it is timed.</summary>
    /// <param name="options">What is measured.</param>
    /// <param name="say">Hears what is being done.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="ClozeException">
    /// An option is outside its range, the corpus cannot be read, the engine computes wrongly, or there is not enough
    /// memory.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was measured.</exception>
    public static EngineReport Measure(
        EngineReportOptions options, Action<string> say, CancellationToken cancellation = default)
    {
        options.Validate();
        var machine = MachineDescription.Current();
        int threads = options.Threads > 0 ? options.Threads : machine.Cores;
        CorpusEstimate? corpus = EstimateCorpus(options, threads, say, cancellation);
        say("Measuring the peak ...");
        double peak = FmaPeak.Measure(InstructionSets.Default, threads, cancellation);
        var products = new List<ProductResult>();
        var steps = new List<WorkloadResult>();
        try
        {
            say("Measuring matrix products ...");
            products.AddRange(MeasureProducts(options, threads, cancellation));
            foreach (Preset preset in options.Presets)
            {
                say($"Measuring training steps of {PresetSizes.NameOf(preset)} ...");
                steps.Add(StepMeasurement.Measure(Workload(preset, options, threads), cancellation));
            }

            // The peak is a bound, and a virtual machine may not have had all of its processors the first time.
            peak = Math.Max(peak, FmaPeak.Measure(InstructionSets.Default, threads, cancellation));
        }
        catch (OperationCanceledException) when (products.Count > 0)
        {
            // What was measured is worth as much as if the rest had been.
        }

        PresetReport[] presets =
            [.. options.Presets.Zip(steps, (preset, step) => PresetReport.From(preset, step, peak, corpus))];
        return new EngineReport(machine, threads, peak, products, corpus, presets)
        {
            IsInterrupted = cancellation.IsCancellationRequested,
        };
    }

    /// <summary>
    /// The asked-for or the default corpus; a machine without the SDK's documentation has no default.
    /// </summary>
    private static CorpusEstimate? EstimateCorpus(
        EngineReportOptions options, int threads, Action<string> say, CancellationToken cancellation)
    {
        say("Reading the corpus ...");
        var how = new CorpusEstimateOptions { VocabularySize = Vocabulary, Threads = threads };
        if (options.Corpus is { } asked)
        {
            return CorpusEstimate.Of(Data.Corpus.Read(asked, say), how, cancellation);
        }

        try
        {
            return CorpusEstimate.Of(SdkDocumentation.Read(), how, cancellation);
        }
        catch (ClozeException error)
        {
            say($"There is no default corpus: {error.Message}");
            return null;
        }
    }

    private static IEnumerable<ProductResult> MeasureProducts(
        EngineReportOptions options, int threads, CancellationToken cancellation)
    {
        using var backend = new CpuBackend(threads);
        foreach (Preset preset in options.Presets.DistinctBy(PresetSizes.SizeOf))
        {
            EncoderConfig config = Workload(preset, options, threads).Config;
            var layer = new LinearLayer(
                PresetSizes.NameOf(preset),
                Recipe.For(preset).BatchTokens,
                config.HiddenSize,
                config.InnerSize);
            foreach (LinearProduct product in Enum.GetValues<LinearProduct>())
            {
                yield return ProductMeasurement.Measure(
                    backend, layer, product, Repeats(options, 0.1 / 3, 0.5), cancellation);
            }
        }
    }

    private static WorkloadOptions Workload(Preset preset, EngineReportOptions options, int threads)
    {
        var recipe = Recipe.For(preset);
        int[] lengths = BatchLengths.Full(recipe.BatchTokens / recipe.SequenceLength, recipe.SequenceLength);
        return WorkloadOptions.For(preset, lengths, Vocabulary, recipe.Dropout) with
        {
            MaskRate = recipe.MaskRate.First,
            Threads = threads,
            Repeats = Repeats(options, 0.6, 8),
        };
    }

    /// <summary>A share of the whole time for each preset, at most so many seconds.</summary>
    private static RepeatOptions Repeats(EngineReportOptions options, double share, double most)
    {
        double seconds = Math.Min(most, options.Seconds * share / options.Presets.Count);
        return new RepeatOptions
        {
            WarmUps = 1,
            WarmUpSeconds = seconds / 10,
            Fewest = 3,
            Seconds = seconds,
            OneIsEnough = true,
        };
    }
}
