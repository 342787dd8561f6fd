using Cloze.Formats;

namespace Cloze.Models;

/// <summary>
/// Reads the weights of a model folder into the parameters of a model, under every name Hugging Face's library has
/// given them: gamma and beta, without <c>bert.</c>, with a tied decoder written out or left out, in one file or many;
/// and out of the wrappers that training programs leave round them.
/// </summary>
internal static class WeightLoader
{
    // A stretch of this size stays in the second level of a core's cache until it is where it belongs.
    private const int Stretch = 1 << 16;

    private const int ShownNames = 3;

    /// <summary>Takes a stretch of the values of one parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="first">The place of the stretch's first value, in row-major order.</param>
    /// <param name="values">The values; the memory is used again for the next stretch.</param>
    public delegate void Receiver(ParameterSpec parameter, int first, ReadOnlySpan<float> values);

    /// <summary>The tensors of a folder in the ordinal order of their names, from headers only.</summary>
    /// <exception cref="ClozeException">The folder's weights cannot be opened.</exception>
    public static IReadOnlyList<StoredTensor> List(string folder)
    {
        using var weights = WeightFolder.Open(folder);
        return
        [
            .. from name in weights.Names
               let tensor = weights.Get(name).Tensor
               select new StoredTensor(name, tensor.Shape, tensor.Type.ToString()),
        ];
    }

    /// <summary>Compares the tensors of a folder with the parameters of a model, reading headers only.</summary>
    /// <exception cref="ClozeException">The folder's weights cannot be opened.</exception>
    public static LoadReport Compare(string folder, ParameterLayout layout)
    {
        using var weights = WeightFolder.Open(folder);
        return WeightMap.Create(weights, layout).Report;
    }

    /// <summary>
    /// Compares as <see cref="Compare"/> does, and refuses what <see cref="Load"/> would refuse by its headers.
    /// </summary>
    /// <exception cref="ClozeException">
    /// The folder's weights cannot be opened, none of its tensors is the encoder's, or one has another shape than the
    /// configuration asks for.
    /// </exception>
    public static LoadReport Check(string folder, ParameterLayout layout)
    {
        using var weights = WeightFolder.Open(folder);
        LoadReport report = WeightMap.Create(weights, layout).Report;
        RequireFit(folder, weights, layout, report);
        return report;
    }

    /// <summary>The heads whose tensors a folder has.</summary>
    /// <exception cref="ClozeException">The folder's configuration or weights cannot be opened.</exception>
    public static ModelOutputs FindOutputs(string folder)
    {
        WeightNames names = EncoderConfigFile.Load(folder).Family.Names;
        using var weights = WeightFolder.Open(folder);
        HashSet<string> found = [.. weights.Names.Select(names.ModelName)];
        bool Has(ModelPart part) => names.Has(part) && found.Contains(names.Weight(part));
        var heads = ModelOutputs.None;
        if (Has(ModelPart.Transform)) heads |= ModelOutputs.MaskedLanguageModel;
        if (Has(ModelPart.Pooler)) heads |= ModelOutputs.Pooler;
        if (Has(ModelPart.NextSentence)) heads |= ModelOutputs.NextSentence;
        return heads;
    }

    /// <summary>
    /// The heads that predict: the masked-language-model head, and the next-sentence head with its pooler where the
    /// folder has them whole and of the model's size.
    /// </summary>
    /// <exception cref="ClozeException">The folder's weights cannot be opened.</exception>
    public static ModelOutputs FindPredictions(string folder, EncoderConfig config)
    {
        using var weights = WeightFolder.Open(folder);
        WeightNames names = config.Family.Names;
        ILookup<string, string> found = weights.Names.ToLookup(names.ModelName);
        bool Has(ModelPart part, long rows) =>
            names.Has(part)
            && found[names.Weight(part)].FirstOrDefault() is { } file
            && weights.Get(file).Tensor.Shape.SequenceEqual([rows, config.HiddenSize]);
        return Has(ModelPart.Pooler, config.HiddenSize) && Has(ModelPart.NextSentence, 2)
            ? ModelOutputs.PreTraining
            : ModelOutputs.MaskedLanguageModel;
    }

    /// <summary>Reads every parameter that the folder has, one after another, each from its beginning on.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="layout">The parameters of the model, as <c>config.json</c> asks for them.</param>
    /// <param name="receive">
    /// Is given each parameter that the folder has, stretch by stretch; those missing are left to the caller.
    /// </param>
    /// <exception cref="ClozeException">
    /// The folder's weights cannot be opened or read; none of its tensors is the encoder's; a tensor has another shape
    /// than the configuration asks for, or a type that is no float; the two copies of a tied tensor differ.
    /// </exception>
    public static LoadReport Load(string folder, ParameterLayout layout, Receiver receive)
    {
        using var weights = WeightFolder.Open(folder);
        var map = WeightMap.Create(weights, layout);
        LoadReport report = map.Report;
        RequireFit(folder, weights, layout, report);
        float[] buffer = new float[Stretch], twins = new float[Stretch];
        foreach (var (parameter, fileNames) in map.Sources)
        {
            int count = checked((int)parameter.Count);
            for (int first = 0; first < count; first += Stretch)
            {
                Span<float> values = buffer.AsSpan(0, Math.Min(Stretch, count - first));
                var (file, tensor) = weights.Get(fileNames[0]);
                file.ReadSingles(tensor, first, values);
                foreach (string twin in fileNames.Skip(1))
                {
                    RequireEqual(weights, fileNames[0], twin, first, values, twins.AsSpan(0, values.Length));
                }

                receive(parameter, first, values);
            }
        }

        return report;
    }

    private static void RequireFit(
        string folder, TensorFolder weights, ParameterLayout layout, LoadReport report)
    {
        if (report.IsForeign) throw Foreign(folder, weights, layout);
        if (report.Mismatched.Count == 0) return;
        int others = report.Mismatched.Count - 1;
        string more = others == 0 ? "" : $", and {others} more tensors differ";
        throw new ClozeException(
            $"{folder}: tensor {report.Mismatched[0]}{more}.",
            $"Put the {EncoderConfigFile.FileName} beside the weights that was saved with them.");
    }

    private static ClozeException Foreign(string folder, TensorFolder weights, ParameterLayout layout)
    {
        string[] found = [.. weights.Names];
        string first = found.Length == 0 ? "" : $", the first are {Quote(found)}";
        return new ClozeException(
            $"{folder}: none of its {found.Length} tensors is one of the model's{first}; expected "
            + $"{Quote(layout.Parameters.Select(parameter => parameter.Name))} and others.",
            $"Give a folder whose weights are of the model_type that its {EncoderConfigFile.FileName} says; of the "
            + "modules that training programs put round one, module., _orig_mod., model. and a second "
            + $"{layout.Names.Prefix} are left off.");
    }

    private static string Quote(IEnumerable<string> names) =>
        string.Join(", ", names.Take(ShownNames).Select(name => $"\"{name}\""));

    /// <summary>Compares a stretch of a tied tensor's second copy with that of the first.</summary>
    private static void RequireEqual(
        TensorFolder weights, string name, string twin, int first, ReadOnlySpan<float> values, Span<float> twins)
    {
        var (file, tensor) = weights.Get(twin);
        file.ReadSingles(tensor, first, twins);
        if (values.SequenceEqual(twins)) return;
        throw new ClozeException(
            $"{file.Path}: \"{twin}\" differs from \"{name}\", expected the same values, because " +
            $"{EncoderConfigFile.FileName} ties the decoder to the embeddings.",
            $"If the decoder has its own weights, set \"tie_word_embeddings\" to false there.");
    }
}
