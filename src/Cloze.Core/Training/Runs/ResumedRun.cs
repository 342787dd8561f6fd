using Cloze.Compute;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>Opens a run that was interrupted, or is finished already; its corpus is not read again.</summary>
internal static class ResumedRun
{
    /// <summary>Opens everything but the weights and moments, which the checkpoint's tensors hold.</summary>
    /// <exception cref="ClozeException">
    /// There is no run to resume, its files are damaged or not its own, or an option differs from the run's.
    /// </exception>
    public static RunMaterial Open(TrainingOptions asked, Func<EffectiveOptions, Backend> createBackend)
    {
        asked.Validate();
        var folder = new CheckpointFolder(asked.Output ?? TrainingOptions.DefaultOutput);
        CheckpointState state = folder.ReadState();
        TrainingOptions merged = ResumeRules.Merge(asked with { Output = folder.Model }, state.Options);
        EffectiveOptions options = EffectiveOptions.Resolve(merged);
        Tokenizer tokenizer = Tokenizer.Load(folder.Model);
        EncoderConfig config = BertConfigFile.Load(folder.Model);
        var owned = new Owned();
        try
        {
            var material = new RunMaterial
            {
                Options = options,
                Tokenizer = tokenizer,
                Pieces = PieceTable.From(tokenizer.Vocabulary),
                Training = owned.Add(TokenFiles.Open(folder, state.Training)),
                HeldOut = owned.Add(TokenFiles.Open(folder, state.HeldOut)),
                Corpus = state.Corpus,
                Baseline = state.Baseline,
                Model = owned.Add(
                    new EncoderModel(createBackend(options), config, ModelOutputs.MaskedLanguageModel)),
                Resumed = state,
            };
            material.ExpectMemory().RequireFits(options, MachineMemory.Total());
            return material;
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }
}
