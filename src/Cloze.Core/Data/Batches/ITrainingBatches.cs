using Cloze.Models;

namespace Cloze.Data;

/// <summary>An endless row of training batches that goes on from any place of it.</summary>
internal interface ITrainingBatches
{
    /// <summary>Where the next batch begins.</summary>
    BatchPosition Position { get; }

    /// <summary>How often the corpus was read, the running pass in parts.</summary>
    double Epochs { get; }

    /// <summary>
    /// The share of the ordinary tokens that is masked in the batches that are filled from now on; at first that of the
    /// options, which is the highest there may be.
    /// </summary>
    double MaskRate { get; set; }

    /// <summary>Makes a batch for <see cref="Fill"/>, with room for this many tokens and all their masks.</summary>
    /// <exception cref="ClozeException">The longest sequence does not fit.</exception>
    TokenBatch CreateBatch(int tokens);

    /// <summary>Fills a batch anew with the next sequences, as many as fit, and moves on behind them.</summary>
    /// <exception cref="ArgumentException">Not one sequence fits: not a batch of <see cref="CreateBatch"/>.</exception>
    /// <exception cref="ClozeException">The store's file is damaged.</exception>
    void Fill(TokenBatch batch);

    /// <summary>
    /// What was read from one position up to another, in this order: the numbers of the sequences in their store or,
    /// where these are pairs, of the documents that they begin with.
    /// </summary>
    IEnumerable<long> Between(BatchPosition begin, BatchPosition end);
}
