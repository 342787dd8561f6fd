namespace Cloze.Formats;

/// <summary>Finds the named tensors in what a PyTorch file holds.</summary>
internal static class TorchStateDictionary
{
    // What training programs call the weights where they save more than these.
    private static readonly string[] s_wholes = ["state_dict", "model_state_dict", "model", "module"];

    /// <summary>
    /// The tensors of a dictionary by their names; of the dictionary of weights in it, where it has no tensor itself.
    /// What is no tensor is left out.
    /// </summary>
    /// <exception cref="ClozeException">It is no dictionary, or none of tensors.</exception>
    public static IEnumerable<(string Name, TorchTensor Tensor)> Tensors(string path, object? content)
    {
        if (content is not PickleDictionary whole)
        {
            throw PyTorchErrors.Unknown(path, "it does not hold a dictionary, expected one of names and tensors.");
        }

        foreach (PickleDictionary dictionary in Candidates(whole))
        {
            if (dictionary.Values.Values.Any(value => value is TorchTensor)) return Of(dictionary);
        }

        string[] found = [.. whole.Values.Keys.Take(5).Select(name => $"\"{name}\"")];
        throw PyTorchErrors.Unknown(
            path,
            "the dictionary in it has no tensor"
            + (found.Length == 0 ? "." : $", expected names and tensors; it has {string.Join(", ", found)}."));
    }

    private static IEnumerable<PickleDictionary> Candidates(PickleDictionary whole) =>
        s_wholes.Select(name => whole.Values.GetValueOrDefault(name)).OfType<PickleDictionary>().Prepend(whole);

    private static IEnumerable<(string Name, TorchTensor Tensor)> Of(PickleDictionary dictionary) =>
        from entry in dictionary.Values
        where entry.Value is TorchTensor
        select (entry.Key, (TorchTensor)entry.Value!);
}
