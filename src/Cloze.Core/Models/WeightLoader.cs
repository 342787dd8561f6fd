using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// Reads the weights of a model folder into the parameters of a model, under every name Hugging Face's library has
/// given them: gamma and beta, without <c>bert.</c>, with a tied decoder written out or left out, in one file or many.
/// </summary>
public static class WeightLoader
{
    /// <summary>Takes the values of one parameter, in row-major order; the span is used again for the next.</summary>
    public delegate void Receiver(ParameterSpec parameter, ReadOnlySpan<float> values);

    /// <summary>Compares the tensors of a folder with the parameters of a model, reading headers only.</summary>
    /// <exception cref="ClozeException">The folder's weights cannot be opened.</exception>
    public static LoadReport Compare(string folder, ParameterLayout layout)
    {
        using var weights = SafetensorsFolder.Open(folder);
        return WeightMap.Create(weights, layout).Report;
    }

    /// <summary>The heads whose tensors a folder has.</summary>
    /// <exception cref="ClozeException">The folder's weights cannot be opened.</exception>
    public static ModelHeads FindHeads(string folder)
    {
        using var weights = SafetensorsFolder.Open(folder);
        HashSet<string> names = [.. weights.Names.Select(WeightNames.AddPrefix)];
        var heads = ModelHeads.None;
        if (names.Contains("cls.predictions.transform.dense.weight")) heads |= ModelHeads.MaskedLanguageModel;
        if (names.Contains("bert.pooler.dense.weight")) heads |= ModelHeads.Pooler;
        if (names.Contains("cls.seq_relationship.weight")) heads |= ModelHeads.NextSentence;
        return heads;
    }

    /// <summary>Reads every parameter that the folder has, one after another.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="layout">The parameters of the model, as <c>config.json</c> asks for them.</param>
    /// <param name="receive">Is given each parameter that the folder has; those missing are left to the caller.</param>
    /// <exception cref="ClozeException">
    /// The folder's weights cannot be opened or read; a tensor has another shape than the configuration asks for, or a
    /// type that is no float; the two copies of a tied tensor differ.
    /// </exception>
    public static LoadReport Load(string folder, ParameterLayout layout, Receiver receive)
    {
        using var weights = SafetensorsFolder.Open(folder);
        var map = WeightMap.Create(weights, layout);
        LoadReport report = map.Report;
        RequireShapes(folder, report);
        nint largest = map.Sources.Select(source => source.Parameter.Count).DefaultIfEmpty().Max();
        float[] buffer = GC.AllocateUninitializedArray<float>(checked((int)largest));
        foreach (var (parameter, fileNames) in map.Sources)
        {
            Span<float> values = buffer.AsSpan(0, (int)parameter.Count);
            var (file, tensor) = weights.Get(fileNames[0]);
            file.ReadSingles(tensor, values);
            foreach (string twin in fileNames.Skip(1)) RequireEqual(weights, fileNames[0], twin, values);
            receive(parameter, values);
        }

        return report;
    }

    private static void RequireShapes(string folder, LoadReport report)
    {
        if (report.Mismatched.Count == 0) return;
        int others = report.Mismatched.Count - 1;
        string more = others == 0 ? "" : $", and {others} more tensors differ";
        throw new ClozeException(
            $"{folder}: tensor {report.Mismatched[0]}{more}.",
            $"Put the {BertConfigFile.FileName} beside the weights that was saved with them.");
    }

    /// <summary>Compares a second copy of a tied tensor with the values of the first, stretch by stretch.</summary>
    private static void RequireEqual(
        SafetensorsFolder weights, string name, string twin, ReadOnlySpan<float> values)
    {
        var (file, tensor) = weights.Get(twin);
        float[] stretch = new float[Math.Min(values.Length, 1 << 16)];
        for (int first = 0; first < values.Length; first += stretch.Length)
        {
            Span<float> copy = stretch.AsSpan(0, Math.Min(stretch.Length, values.Length - first));
            file.ReadSingles(tensor, first, copy);
            if (values.Slice(first, copy.Length).SequenceEqual(copy)) continue;
            throw new ClozeException(
                $"{file.Path}: \"{twin}\" differs from \"{name}\", expected the same values, because " +
                $"{BertConfigFile.FileName} ties the decoder to the embeddings.",
                $"If the decoder has its own weights, set \"tie_word_embeddings\" to false there.");
        }
    }
}
