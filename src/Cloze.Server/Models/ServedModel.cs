using Cloze.Compute;

namespace Cloze.Server.Models;

/// <summary>A name under which a model is served; which model that is may change.</summary>
internal sealed class ServedModel : IDisposable
{
    private readonly ServedFolder _folder;
    private readonly EngineOptions _engine;
    private volatile LoadedModel _current;
    private FolderState _tried;

    private ServedModel(ServedFolder folder, LoadedModel current, ServerOptions options)
    {
        _folder = folder;
        _engine = options.Engine;
        _current = current;
        _tried = current.State;
        Row = new WaitingRow(folder.Name, options.MaxQueue);
    }

    /// <summary>What requests call it.</summary>
    public string Name => _folder.Name;

    /// <summary>The folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>What the folder held before the model was loaded.</summary>
    public FolderState State => _current.State;

    /// <summary>How many texts wait, and how many may.</summary>
    public WaitingRow Row { get; }

    /// <summary>Loads a folder.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged.</exception>
    public static ServedModel Load(ServedFolder folder, ServerOptions options) =>
        new(folder, LoadedModel.Load(folder.Path, options.Engine), options);

    /// <summary>Uses the model for some texts; what is returned must be disposed of.</summary>
    /// <exception cref="Requests.RequestException">Too many texts wait.</exception>
    public ModelTurn Enter(int texts)
    {
        Row.Enter(texts);
        return new ModelTurn(this, Hold(), texts);
    }

    /// <summary>Loads the folder anew if it has changed since, and is no longer being written.</summary>
    /// <param name="seen">What the folder held when it was last looked at; then what it holds now.</param>
    /// <returns>Whether another model has taken the place of the one before.</returns>
    /// <exception cref="ClozeException">What stands there now cannot be loaded; the model before goes on.</exception>
    public bool Refresh(ref FolderState seen)
    {
        FolderState before = seen;
        seen = FolderState.Of(Folder);
        if (!seen.HasFiles || !seen.Equals(before) || seen.Equals(_tried)) return false;
        _tried = seen;
        LoadedModel next = LoadedModel.Load(Folder, _engine);
        LoadedModel last = Interlocked.Exchange(ref _current, next);
        last.Release();
        return true;
    }

    /// <summary>Frees the model once nobody uses it.</summary>
    public void Dispose() => _current.Release();

    private LoadedModel Hold()
    {
        // Between reading and holding it may have been replaced and freed: then there is another one.
        while (true)
        {
            LoadedModel current = _current;
            if (current.TryHold()) return current;
        }
    }
}
