using Cloze.Data;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>Everything a run works with, however it came about; owns it.</summary>
internal sealed class RunMaterial : IDisposable
{
    public required EffectiveOptions Options { get; init; }

    public required Tokenizer Tokenizer { get; init; }

    public required PieceTable Pieces { get; init; }

    public required TokenStore Training { get; init; }

    public required TokenStore HeldOut { get; init; }

    public required CorpusSummary Corpus { get; init; }

    public required EvaluationResult Baseline { get; init; }

    public required BertModel Model { get; init; }

    /// <summary>Where an earlier session of the run stood; null where the run is new.</summary>
    public CheckpointState? Resumed { get; init; }

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
        Model.Dispose();
    }
}
