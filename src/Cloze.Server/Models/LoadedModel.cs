using Cloze.Inference;

namespace Cloze.Server.Models;

/// <summary>
/// A model as it was loaded once, kept until nobody uses it: whoever holds it goes on with it when another takes its
/// place.
/// </summary>
internal sealed class LoadedModel(MaskedLanguageModel model, FolderState state)
{
    private readonly Lock _gate = new();
    private int _users = 1;

    /// <summary>The model.</summary>
    public MaskedLanguageModel Model => model;

    /// <summary>What its folder held before it was loaded.</summary>
    public FolderState State => state;

    /// <summary>Counts a user; false where it is free already.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            if (_users == 0) return false;
            _users++;
            return true;
        }
    }

    /// <summary>Counts a user less; the last one frees it.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_users > 0) return;
        }

        model.Dispose();
    }
}
