using System.Text.Json;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Recipes;

/// <summary>The results of a folder, a JSON line each: what is there is not run again.</summary>
internal sealed class RecipeResults
{
    private readonly string _path;
    private readonly List<RecipeResult> _results = [];

    /// <summary>Reads what the folder has; a last line that is cut short, as by a crash, counts for nothing.</summary>
    public RecipeResults(string folder)
    {
        _path = Path.Combine(folder, "results.jsonl");
        if (!File.Exists(_path)) return;
        foreach (string line in File.ReadLines(_path))
        {
            if (TryRead(line) is { } result) _results.Add(result);
        }
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
