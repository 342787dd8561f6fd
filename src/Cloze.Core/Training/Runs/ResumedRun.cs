using Cloze.Compute;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>Opens a run that was interrupted, or is finished already; its corpus is not read again.</summary>
internal static class ResumedRun
{
    /// <summary>What is said where texts are given to a run that goes on.</summary>
    public const string TextsAreNotRead =
        "The run goes on with the texts it was started on; those that are given now are not read.";

    /// <summary>Opens everything but the weights and moments, which the checkpoint's tensors hold.</summary>
    /// <exception cref="ClozeException">
    /// There is no run to resume, another process is at it, its files are damaged or not its own, or an option differs
    /// from the run's.
    /// </exception>
    public static RunMaterial Open(
        TrainingOptions asked, Func<EffectiveOptions, Backend> createBackend, ITrainingObserver observer)
    {
        asked.Validate();
        var folder = new CheckpointFolder(asked.Output ?? TrainingOptions.DefaultOutput);
        (FoundCheckpoint found, EffectiveOptions options) = Read(folder, asked);
        var owned = new Owned();
        try
        {
            OutputClaim? claim = null;
            if (!found.State.IsOver(options) || options.Recipe.AverageSteps > 0 || folder.IsModelBehind)
            {
                claim = owned.Add(OutputClaim.OfResumedRun(folder));

                // Another process may have moved the run on between the look and the claim.
                (found, options) = Read(folder, asked);
            }

            RunMaterial material = Open(folder, found, options, createBackend, owned, claim);
            material.ExpectMemory().RequireFits(options, material.Model.Backend.DeviceMemory ?? MachineMemory.Total());
            Say(observer, found, options);
            return material;
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    private static (FoundCheckpoint Found, EffectiveOptions Options) Read(
        CheckpointFolder folder, TrainingOptions asked)
    {
        FoundCheckpoint found = folder.Find();
        TrainingOptions merged = ResumeRules.Merge(asked with { Output = folder.Model }, found.State);
        return (found, EffectiveOptions.Resolve(merged));
    }

    private static RunMaterial Open(
        CheckpointFolder folder,
        FoundCheckpoint found,
        EffectiveOptions options,
        Func<EffectiveOptions, Backend> createBackend,
        Owned owned,
        OutputClaim? claim)
    {
        CheckpointState state = found.State;
        Tokenizer tokenizer = Tokenizer.Load(folder.Model);
        var pieces = PieceTable.From(tokenizer);
        EncoderConfig config = EncoderConfigFile.Load(folder.Model);
        int length = options.Recipe.SequenceLength;
        return new RunMaterial
        {
            Options = options,
            Tokenizer = tokenizer,
            Pieces = pieces,
            Training = owned.Add(TokenFiles.Open(folder, state.Training, pieces, length)),
            HeldOut = owned.Add(TokenFiles.Open(folder, state.HeldOut, pieces, length)),
            Sentences = OpenSentences(folder, state, pieces, owned),
            Corpus = state.Corpus,
            Baseline = state.Baseline,
            Model = owned.Add(new EncoderModel(createBackend(options), config, options.Outputs)),
            Standing = found.Standing,
            Claim = claim,
        };
    }

    private static CorpusSentences? OpenSentences(
        CheckpointFolder folder, CheckpointState state, PieceTable pieces, Owned owned)
    {
        if (state.Sentences is not { } stored) return null;
        return owned.Add(new CorpusSentences(
            new SentenceStore(owned.Add(TokenFiles.Open(folder, stored.Training, pieces, 0)), pieces),
            new SentenceStore(owned.Add(TokenFiles.Open(folder, stored.HeldOut, pieces, 0)), pieces)));
    }

    private static void Say(ITrainingObserver observer, FoundCheckpoint found, EffectiveOptions options)
    {
        CheckpointState state = found.State;
        string then = FormattableString.Invariant($"The run goes on from that of step {state.Position.Step}.");
        foreach (string fault in found.Faults)
        {
            observer.OnMessage($"A newer checkpoint cannot be used: {fault} {then}");
        }

        string? what = state.IsSpent(options.Budget) ? BudgetExtension.Finished(options.Options)
            : state.IsOver(options) ? TrainingRemarks.Stopped(options.Options.Patience!.Value)
            : BudgetExtension.Describe(options, state);
        if (what is not null) observer.OnMessage(what);
    }
}
