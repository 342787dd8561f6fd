using Cloze.Files;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Training;

/// <summary>
/// The folder of a run: a model that Hugging Face's library opens, and in <c>training/</c> what it takes to go on with
/// the same bits. <c>training/state.json</c> names the other files of its checkpoint, which are written before it and
/// never changed after: whatever moment the process is killed at, the state on the disk is one whole checkpoint.
/// </summary>
/// <remarks>
/// The layout and its reasons are in <c>docs/decisions/0007-checkpoints.md</c> and
/// <c>docs/decisions/0042-checkpoints-that-last.md</c>.
/// </remarks>
internal sealed class CheckpointFolder
{
    /// <summary>The options of the run, decided; for people, and to be read again.</summary>
    public const string OptionsFile = "options.json";

    /// <summary>How many checkpoints a run keeps where its record does not say.</summary>
    public const int DefaultKept = 2;

    private const string CurveFile = "curve.json";
    private const string ManifestFile = "manifest.json";
    private const string LogFile = "metrics.jsonl";
    private const string BestName = "best";

    private readonly CheckpointHistory _history;
    private readonly StartMark _startMark;
    private readonly ModelMark _modelMark;

    /// <summary>Names a folder; nothing is read or written yet.</summary>
    public CheckpointFolder(string path)
    {
        Model = path;
        Training = Path.Combine(path, "training");
        _history = new CheckpointHistory(Training);
        _startMark = new StartMark(Training);
        _modelMark = new ModelMark(Training);
        Best = new BestModel(Path.Combine(path, BestName), Path.Combine(Training, "best.json"));
    }

    /// <summary>The model folder.</summary>
    public string Model { get; }

    /// <summary>The folder of the run's own files.</summary>
    public string Training { get; }

    /// <summary>The run's model of least held-out loss so far, where it is kept.</summary>
    public BestModel Best { get; }

    /// <summary>The run's checkpoints that stand here.</summary>
    public StandingCheckpoints Standing { get; } = new();

    /// <summary>Whether the model may be of an earlier checkpoint than the newest.</summary>
    public bool IsModelBehind => _modelMark.Exists;

    /// <summary>The run's log, for people and programs.</summary>
    public string LogPath => Path.Combine(Training, LogFile);

    /// <summary>What the run is made of, for people and programs.</summary>
    public string ManifestPath => Path.Combine(Training, ManifestFile);

    private string CurvePath => Path.Combine(Training, CurveFile);

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
        if (_history.Exists)
        {
            throw new ClozeException(
                $"{Model} holds a training run.",
                "Give `resume` to go on with it, `force` to replace it, or another folder as `output`.");
        }

        Refuse(ModelFiles.Weights, "another model");

        // A run that was killed before its first checkpoint has left small files, and nothing that is worth keeping.
        if (!_startMark.Exists) Refuse(ModelFiles.Small, "files of another model");
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
            $"{_history.Newest} names the file \"{name}\", expected the plain name of a file beside it.",
            "The checkpoint was changed by hand; start the run again with `force`.");
    }

    /// <summary>Finds where the run stands: the newest checkpoint that is sound, and those before it.</summary>
    /// <exception cref="ClozeException">
    /// There is no run, or none of its checkpoints is sound, or the newest is of another version.
    /// </exception>
    public FoundCheckpoint Find()
    {
        if (_history.Exists) return _history.Find(RequireSound);
        throw new ClozeException(
            $"There is no run to resume in {Model}: {Path.Combine("training", CheckpointHistory.NewestFile)} is "
            + "missing.",
            "Start it without `resume`, or name the folder of the run as `output`.");
    }

    /// <summary>
    /// Writes the first checkpoint of a run, in place of whatever model or run stood here. Nothing of that is touched
    /// before the largest file is safely on the disk.
    /// </summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Start(CheckpointState state, EncoderModel model, Optimizer optimizer, Tokenizer tokenizer)
    {
        state = WriteTensors(state, model, optimizer);
        Best.Remove();
        foreach (string name in ModelFiles.Weights) Removal.Require(Path.Combine(Model, name));
        Removal.Require(SkippedSteps.PathIn(Training));
        _startMark.Set();
        foreach (string path in _history.Files()) Removal.Require(path);
        tokenizer.Save(Model, model.Config.TokenTypes > 0, model.Config.MaximumPositions);
        EncoderConfigFile.Save(Model, model.Config, model.Layout.Outputs);
        WriteOptions(state.Options);
        Commit(state);
        Publish(model);
    }

    /// <summary>Writes the options that hold from here on, for people.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void WriteOptions(TrainingOptions options) =>
        AtomicFile.WriteText(Path.Combine(Training, OptionsFile), options.ToJson() + "\n");

    /// <summary>Writes the run's course so far, for people.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void WriteCurve(CurveRecord record) => AtomicFile.WriteText(CurvePath, TrainingJson.Write(record) + "\n");

    /// <summary>Writes what the run is made of, for people.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void WriteManifest(RunManifest manifest) =>
        AtomicFile.WriteText(ManifestPath, RunLogJson.Write(manifest) + "\n");

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
        if (_history.Readable() is { Count: > 0 } standing) LeftOvers.Remove(Training, standing);
    }

    /// <summary>
    /// Moves on to a later checkpoint of the run, and keeps as many of those before it as its options say; on any
    /// failure the earlier ones stay.
    /// </summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Save(CheckpointState state, EncoderModel model, Optimizer optimizer) =>
        Commit(WriteTensors(state, model, optimizer));

    /// <summary>Puts the model where others read it, when its checkpoint stands; removes what is of no use.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Publish(EncoderModel model)
    {
        LeftOvers.Remove(Training, Standing.All);
        model.Save(Model);
        _modelMark.Remove();
    }

    /// <summary>Gives up all checkpoints but the newest; false where there is no other.</summary>
    /// <exception cref="ClozeException">A file cannot be removed.</exception>
    public bool MakeRoom()
    {
        if (!Standing.KeepNewest()) return false;
        LeftOvers.Remove(Training, Standing.All);
        return true;
    }

    /// <summary>Writes the model alone into a folder made anew: what can be saved where the run's is gone.</summary>
    /// <exception cref="ClozeException">The disk is full or the folder cannot be written.</exception>
    public void Rescue(EncoderModel model, Tokenizer tokenizer)
    {
        Folder.Create(Model);
        tokenizer.Save(Model, model.Config.TokenTypes > 0, model.Config.MaximumPositions);
        model.Save(Model);
    }

    /// <summary>Writes the tensors under a name that nothing has.</summary>
    private CheckpointState WriteTensors(CheckpointState state, EncoderModel model, Optimizer optimizer)
    {
        string name = TensorNames.Free(Training, state.Position.Step);
        return state with { Tensors = name, TensorsHash = CheckpointTensors.Write(PathOf(name), model, optimizer) };
    }

    private void RequireSound(CheckpointState state)
    {
        if (state.Training.Half is null) _ = PathOf(state.Training.File);
        if (state.HeldOut.Half is null) _ = PathOf(state.HeldOut.File);
        CheckpointTensors.RequireSound(PathOf(state.Tensors), state.TensorsHash);
    }

    /// <summary>The replacement of the newest state is the moment of change.</summary>
    private void Commit(CheckpointState state)
    {
        if (Standing.Newest is { } before && before.Position.Step != state.Position.Step)
        {
            StateFile.Write(PathOf(CheckpointHistory.NameOf(before)), before);
        }

        _modelMark.Set();
        StateFile.Write(_history.Newest, state);
        Standing.Add(state, state.Options.KeepCheckpoints ?? DefaultKept);
    }

    private void Refuse(IEnumerable<string> names, string what)
    {
        string? found = names.FirstOrDefault(name => File.Exists(Path.Combine(Model, name)));
        if (found is null) return;
        throw new ClozeException(
            $"{Model} holds {what} ({found}).", "Give `force` to replace it, or another folder as `output`.");
    }
}
