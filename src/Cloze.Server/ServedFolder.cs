namespace Cloze.Server;

/// <summary>A model folder and the name under which it is served.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Path">The folder, in the Hugging Face layout.</param>
public sealed record ServedFolder(string Name, string Path)
{
    /// <summary>Reads <c>NAME=FOLDER</c>, or a folder alone, which is served under its own name.</summary>
    /// <exception cref="ClozeException">The name or the folder is empty.</exception>
    public static ServedFolder Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        int sign = word.IndexOf('=', StringComparison.Ordinal);
        string path = sign < 0 ? word : word[(sign + 1)..];
        string name = sign < 0 ? NameOf(path) : word[..sign].Trim();
        if (name.Length > 0 && path.Length > 0) return new ServedFolder(name, path);
        throw new ClozeException(
            $"The model is given as \"{word}\", expected a folder or NAME=FOLDER.", "Name a model folder.");
    }

    private static string NameOf(string path) =>
        path.Length == 0 ? "" : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(
            System.IO.Path.GetFullPath(path)));
}
