using Cloze.Files;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>
/// The folder of a run: a model that Hugging Face's library opens, and in <c>training/</c> what it takes to go on with
/// the same bits. <c>training/state.json</c> names the other files of its checkpoint, which are written before it and
/// never changed after: whatever moment the process is killed at, the state on the disk is one whole checkpoint.
/// </summary>
/// <remarks>The layout and its reasons are in <c>docs/decisions/0007-checkpoints.md</c>.</remarks>
internal sealed class CheckpointFolder
{
    /// <summary>The options of the run, decided; for people, and to be read again.</summary>
    public const string OptionsFile = "options.json";

    private const string StateFile = "state.json";

    private const string CurveFile = "curve.json";

    private const string BestName = "best";

    private static readonly string[] _tensorSlots = ["tensors-a.safetensors", "tensors-b.safetensors"];

    /// <summary>Names a folder; nothing is read or written yet.</summary>
    public CheckpointFolder(string path)
    {
        Model = path;
        Training = Path.Combine(path, "training");
        Best = new BestModel(Path.Combine(path, BestName), Path.Combine(Training, "best.json"));
    }

    /// <summary>The model folder.</summary>
    public string Model { get; }

    /// <summary>The folder of the run's own files.</summary>
    public string Training { get; }

    /// <summary>The run's model of least held-out loss so far, where it is kept.</summary>
    public BestModel Best { get; }

    private string CurvePath => Path.Combine(Training, CurveFile);

    private string StatePath => Path.Combine(Training, StateFile);

    /// <summary>Makes sure that a new run may be written here.</summary>
    /// <exception cref="ClozeException">
    /// A model or a run is here and may not be replaced, or the path is a file's.
    /// </exception>
    public void RequireFree(bool force)
    {
        if (File.Exists(Model))
        {
            throw new ClozeException(
                $"{Model} is a file, expected a folder to write the model into.", "Choose another name as `output`.");
        }

        if (force) return;
        if (File.Exists(StatePath))
        {
            throw new ClozeException(
                $"{Model} holds a training run.",
                "Give `resume` to go on with it, `force` to replace it, or another folder as `output`.");
        }

        Refuse(ModelFiles.Weights, "another model");
        Refuse(ModelFiles.Small, "files of another model");
        Refuse(ModelFiles.All.Select(name => Path.Combine(BestName, name)), "files of another model");
    }

    /// <summary>Makes the folders.</summary>
    /// <exception cref="ClozeException">They cannot be made.</exception>
    public void Create() => Folder.Create(Training);

    /// <summary>The path of a file beside the state.</summary>
    /// <exception cref="ClozeException">The name leads out of the folder.</exception>
    public string PathOf(string name)
    {
        if (name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', ':', '\0']) < 0)
        {
            return Path.Combine(Training, name);
        }

        throw new ClozeException(
            $"{StatePath} names the file \"{name}\", expected the plain name of a file beside it.",
            "The checkpoint was changed by hand; start the run again with `force`.");
    }

    /// <summary>Reads where the run stands.</summary>
    /// <exception cref="ClozeException">There is no run, or its state is damaged or of another version.</exception>
    public CheckpointState ReadState()
    {
        if (!File.Exists(StatePath))
        {
            throw new ClozeException(
                $"There is no run to resume in {Model}: {Path.Combine("training", StateFile)} is missing.",
                "Start it without `resume`, or name the folder of the run as `output`.");
        }

        CheckpointState state = TrainingJson.ReadState(StatePath);
        if (state.Format == CheckpointState.CurrentFormat) return state;
        throw new ClozeException(
            $"{StatePath} has format {state.Format}, expected {CheckpointState.CurrentFormat}.",
            "Resume with the version of Cloze that wrote it.");
    }

    /// <summary>
    /// Writes the first checkpoint of a run, in place of whatever model or run stood here. Nothing of that is touched
    /// before the largest file is safely on the disk.
    /// </summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Start(CheckpointState state, EncoderModel model, Optimizer optimizer, Tokenizer tokenizer)
    {
        state = WriteTensors(state, model, optimizer);
        foreach (string name in ModelFiles.Weights) Remove(Path.Combine(Model, name));
        Remove(StatePath);
        Best.Remove();
        tokenizer.Save(Model);
        BertConfigFile.Save(Model, model.Config, model.Layout.Outputs);
        WriteOptions(state.Options);
        Commit(state, model);
    }

    /// <summary>Writes the options that hold from here on, for people.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void WriteOptions(TrainingOptions options) =>
        AtomicFile.WriteText(Path.Combine(Training, OptionsFile), options.ToJson() + "\n");

    /// <summary>Writes the run's course so far, for people.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void WriteCurve(CurveRecord record) => AtomicFile.WriteText(CurvePath, TrainingJson.Write(record) + "\n");

    /// <summary>The run's course as it was written last; null where there is none that can be read.</summary>
    public CurveRecord? TryReadCurve()
    {
        try
        {
            return File.Exists(CurvePath) ? TrainingJson.ReadCurve(CurvePath) : null;
        }
        catch (ClozeException)
        {
            // Nothing but a picture hangs on it.
            return null;
        }
    }

    /// <summary>Removes what belongs to no checkpoint of the run that stands here.</summary>
    /// <exception cref="ClozeException">A file cannot be removed.</exception>
    public void RemoveLeftOvers()
    {
        if (TryReadState() is { } state) RemoveLeftOvers(state);
    }

    /// <summary>Moves on to a later checkpoint of the run; on any failure the earlier one stays.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Save(CheckpointState state, EncoderModel model, Optimizer optimizer) =>
        Commit(WriteTensors(state, model, optimizer), model);

    /// <summary>Writes the tensors where the checkpoint that stands now does not have them.</summary>
    private CheckpointState WriteTensors(CheckpointState state, EncoderModel model, Optimizer optimizer)
    {
        string name = _tensorSlots.First(slot => slot != CurrentTensors());
        CheckpointTensors.Write(PathOf(name), model, optimizer);
        return state with { Tensors = name };
    }

    private string? CurrentTensors() => TryReadState()?.Tensors;

    private CheckpointState? TryReadState()
    {
        try
        {
            return File.Exists(StatePath) ? TrainingJson.ReadState(StatePath) : null;
        }
        catch (ClozeException)
        {
            // A state that cannot be read has nothing to be kept.
            return null;
        }
    }

    /// <summary>The state's replacement is the moment of change; the model for others follows it.</summary>
    private void Commit(CheckpointState state, EncoderModel model)
    {
        AtomicFile.WriteText(StatePath, TrainingJson.Write(state) + "\n");
        model.Save(Model);
        RemoveLeftOvers(state);
    }

    private void RemoveLeftOvers(CheckpointState state)
    {
        foreach (string path in Directory.EnumerateFiles(Training))
        {
            if (IsLeftOver(Path.GetFileName(path), state)) Remove(path);
        }
    }

    private void Refuse(IEnumerable<string> names, string what)
    {
        string? found = names.FirstOrDefault(name => File.Exists(Path.Combine(Model, name)));
        if (found is null) return;
        throw new ClozeException(
            $"{Model} holds {what} ({found}).", "Give `force` to replace it, or another folder as `output`.");
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClozeException(
                $"Cannot remove {path}: {error.Message}", "Is another run using this folder? Choose another.", error);
        }
    }

    /// <summary>Whether a file of ours belongs to no checkpoint any more.</summary>
    private static bool IsLeftOver(string name, CheckpointState state)
    {
        bool isOurs = _tensorSlots.Contains(name)
            || name.EndsWith(TokenFiles.Extension, StringComparison.Ordinal)
            || name.EndsWith(".partial", StringComparison.Ordinal);
        return isOurs && !state.Has(name);
    }
}
