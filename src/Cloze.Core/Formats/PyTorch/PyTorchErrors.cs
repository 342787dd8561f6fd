namespace Cloze.Formats;

/// <summary>The errors of a PyTorch file that cannot be used.</summary>
internal static class PyTorchErrors
{
    private const string SafeForm = "Get the model as safetensors, or save its weights alone: a state_dict of tensors.";

    /// <summary>The file breaks the format.</summary>
    internal static ClozeException Damaged(string path, string finding, Exception? innerException = null) => new(
        $"{path} is not a sound PyTorch file: {finding}",
        "The file is damaged or unfinished; copy or download it again.",
        innerException);

    /// <summary>The file asks for something that could run code; nothing of it was run.</summary>
    internal static ClozeException Refused(string path, string what) => new(
        $"{path} asks for {what}, which weights do not need and which could run code; it was refused, and nothing "
        + "was run.",
        SafeForm);

    /// <summary>The file is sound and in a form that Cloze does not read.</summary>
    internal static ClozeException Unknown(string path, string finding) => new($"{path}: {finding}", SafeForm);
}
