using Cloze.Files;
using Cloze.Formats;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>
/// The model of a run whose held-out loss was the least of all evaluations so far, as a folder that opens by itself. A
/// small file names the evaluation and the checksum of the weights it was made with: weights of any other are not
/// believed, so that the two never disagree, whatever moment the process is killed at.
/// </summary>
/// <param name="folder">The model's folder.</param>
/// <param name="recordPath">The file that names the evaluation.</param>
internal sealed class BestModel(string folder, string recordPath)
{
    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>The evaluation of the model kept; null where none is.</summary>
    public BestRecord? Record { get; private set; }

    private string WeightsPath => Path.Combine(folder, SafetensorsFile.FileName);

    /// <summary>Finds what an earlier session of the run kept.</summary>
    public void Open() => Record = TryRead();

    /// <summary>Keeps the model where it is the best so far.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Offer(BestRecord record, EncoderModel model, Tokenizer tokenizer)
    {
        if (!double.IsFinite(record.Loss) || Record?.Loss <= record.Loss) return;
        tokenizer.Save(folder, model.Config.TokenTypes > 0, model.Config.MaximumPositions);
        model.Save(folder);
        record = record with { Weights = FileHash.Of(WeightsPath) };
        AtomicFile.WriteText(recordPath, TrainingJson.Write(record) + "\n");
        Record = record;
    }

    /// <summary>Removes what was kept, and nothing else that lies in its folder.</summary>
    /// <exception cref="ClozeException">It cannot be removed.</exception>
    public void Remove()
    {
        try
        {
            Removal.Require(recordPath);
            Record = null;
            if (!Directory.Exists(folder)) return;
            foreach (string name in ModelFiles.All) File.Delete(Path.Combine(folder, name));
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot remove {folder}: {error.Message}", "Is another program using it? Remove it yourself.", error);
        }
    }

    private BestRecord? TryRead()
    {
        try
        {
            if (!File.Exists(recordPath)) return null;
            BestRecord record = TrainingJson.ReadBest(recordPath);
            return record.Weights is null || record.Weights == FileHash.Of(WeightsPath) ? record : null;
        }
        catch (ClozeException)
        {
            // What cannot be read is found again at the next evaluation.
            return null;
        }
    }
}
