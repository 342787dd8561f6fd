using Cloze.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Cloze.Server.Models;

/// <summary>The models that are served, by name.</summary>
internal sealed class ModelCatalog : IDisposable
{
    private readonly Dictionary<string, ServedModel> _byName = new(StringComparer.Ordinal);

    private ModelCatalog(IReadOnlyList<ServedModel> all)
    {
        All = all;
        foreach (ServedModel model in all) _byName.Add(model.Name, model);
    }

    /// <summary>Every model, in the order in which they were given.</summary>
    public IReadOnlyList<ServedModel> All { get; }

    /// <summary>Loads every model.</summary>
    /// <exception cref="ClozeException">None is named, two have one name, or a folder cannot be loaded.</exception>
    public static ModelCatalog Load(ServerOptions options)
    {
        if (options.Models.Count == 0) throw new ClozeException("No model is named.", "Name at least one folder.");
        foreach (IGrouping<string, ServedFolder> twins in options.Models.GroupBy(model => model.Name))
        {
            if (twins.Count() == 1) continue;
            throw new ClozeException(
                $"Two models are called \"{twins.Key}\".", "Give one another name: NAME=FOLDER.");
        }

        var loaded = new List<ServedModel>();
        try
        {
            foreach (ServedFolder folder in options.Models) loaded.Add(ServedModel.Load(folder, options));
            return new ModelCatalog(loaded);
        }
        catch
        {
            loaded.ForEach(model => model.Dispose());
            throw;
        }
    }

    /// <summary>The model of a name; the first for no name.</summary>
    /// <exception cref="RequestException">None has it.</exception>
    public ServedModel Find(string? name)
    {
        if (string.IsNullOrEmpty(name)) return All[0];
        if (_byName.TryGetValue(name, out ServedModel? model)) return model;
        throw new RequestException(
            StatusCodes.Status404NotFound,
            $"The model \"{name}\" is not served, but {string.Join(", ", All.Select(known => known.Name))}.",
            "Name one of these, or none for the first.",
            "model");
    }

    /// <summary>Frees every model.</summary>
    public void Dispose()
    {
        foreach (ServedModel model in All) model.Dispose();
    }
}
