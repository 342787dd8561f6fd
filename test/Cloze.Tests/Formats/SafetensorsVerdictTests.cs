using System.Text.Json;
using Cloze.Formats;
using Xunit;

namespace Cloze.Tests.Formats;

/// <summary>170 odd and malformed files, and what the official library says of each.</summary>
public class SafetensorsVerdictTests
{
    [Fact]
    public void EveryVerdictIsThatOfTheOfficialLibrary()
    {
        string folder = SharedFiles.Require("golden/safetensors");
        var failures = new List<string>();
        int count = 0;
        foreach (string line in File.ReadLines(Path.Combine(folder, "verdicts.jsonl")))
        {
            JsonElement verdict = JsonElement.Parse(line);
            string name = verdict.GetProperty("file").GetString()!;
            string expected = verdict.GetProperty("accepted").GetBoolean()
                ? Describe(verdict.GetProperty("tensors"))
                : "refused";
            string actual = Open(Path.Combine(folder, name));
            if (actual != expected) failures.Add($"{name}: expected {expected}, got {actual}");
            count++;
        }

        Assert.Empty(failures);
        Assert.Equal(170, count);
    }

    private static string Open(string path)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            ReadAll(file);
            return string.Join("; ", file.Tensors
                .OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
                .Select(tensor => $"{tensor.Name}: {tensor.Type} {tensor.ShapeText}"));
        }
        catch (ClozeException error)
        {
            Assert.Contains(path, error.Message);
            return "refused";
        }
    }

    private static void ReadAll(SafetensorsFile file)
    {
        foreach (TensorEntry tensor in file.Tensors)
        {
            if (tensor.Type == ElementType.I64) file.ReadIntegers(tensor, new long[tensor.ElementCount]);
            if (tensor.Type.IsFloat()) file.ReadSingles(tensor, new float[tensor.ElementCount]);
        }
    }

    private static string Describe(JsonElement tensors) => string.Join("; ", tensors.EnumerateObject()
        .OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
        .Select(tensor => $"{tensor.Name}: {tensor.Value.GetProperty("dtype").GetString()} " +
            TensorEntry.FormatShape(Numbers(tensor.Value.GetProperty("shape")))));

    private static IEnumerable<long> Numbers(JsonElement list) =>
        list.EnumerateArray().Select(number => number.GetInt64());
}
