using System.Text.Json;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>
/// The results of a folder, a JSON line each: what is there is not run again. Several processes may add to one folder.
/// </summary>
internal sealed class RecipeResults
{
    private readonly string _path;
    private readonly List<RecipeResult> _results = [];

    /// <summary>The results that a folder has.</summary>
    public RecipeResults(string folder)
    {
        _path = Path.Combine(folder, "results.jsonl");
        Read();
    }

    /// <summary>Reads what there is now; a last line that is cut short, as by a crash, counts for nothing.</summary>
    public void Read()
    {
        if (!File.Exists(_path)) return;
        _results.Clear();
        _results.AddRange(File.ReadLines(_path).Select(TryRead).OfType<RecipeResult>());
    }

    /// <summary>The result of a run; null where it is still to be done.</summary>
    public RecipeResult? Find(string name, TrainingOptions options, ulong seed)
    {
        string json = options.ToJson();
        return _results.FirstOrDefault(
            result => result.Name == name && result.Seed == seed && result.Options == json);
    }

    /// <summary>Keeps a result.</summary>
    public void Add(RecipeResult result)
    {
        _results.Add(result);

        // One write at the end of the file: lines of several processes do not mix.
        File.AppendAllText(_path, JsonSerializer.Serialize(result) + "\n");
    }

    private static RecipeResult? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RecipeResult>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
