using Cloze.Files;

namespace Cloze.Hub;

/// <summary>The name of a model on a hub and which revision of it: <c>owner/model@revision</c>.</summary>
/// <param name="Model">The name, of one part or two.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
internal sealed record HubName(string Model, string Revision)
{
    /// <summary>The revision where none is said.</summary>
    public const string Main = "main";

    private const int LongestRevision = 200;

    /// <summary>Whether the revision is a commit, which never changes.</summary>
    public bool IsCommit => IsCommitHash(Revision);

    /// <summary>The name's folder in a cache.</summary>
    public string FolderName => "models--" + Model.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>Reads a name; null for what is rather a path: see <see cref="ModelFolder.IsNameOnHub"/>.</summary>
    /// <exception cref="ClozeException">The revision cannot be one.</exception>
    public static HubName? TryParse(string text)
    {
        string[] parts = text.Split('@', 2);
        if (!ModelFolder.IsNameOnHub(parts[0])) return null;
        return Of(parts[0].TrimEnd('/', '\\'), parts.Length == 2 ? parts[1] : Main);
    }

    /// <summary>A name and a revision.</summary>
    /// <exception cref="ClozeException">One of them cannot be one.</exception>
    public static HubName Of(string model, string revision)
    {
        string[] parts = model.Split('/');
        if (parts.Length > 2 || !parts.All(ModelFolder.IsPlainName)
            || model.Contains("--", StringComparison.Ordinal) || model.Contains("..", StringComparison.Ordinal))
        {
            throw new ClozeException(
                $"\"{model}\" is no name of a model on a hub, expected owner/model.",
                "A name has letters, digits, '-', '_' and '.'.");
        }

        if (revision.Length is > 0 and <= LongestRevision
            && revision.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/')
            && revision.Split('/').All(part => part is not ("" or "." or "..")))
        {
            return new HubName(model, revision);
        }

        throw new ClozeException(
            $"\"{revision}\" is no revision of {model}, expected a branch, a tag or a commit.",
            $"Leave it out for {Main}.");
    }

    /// <summary>Whether a text is a commit's name: 40 hexadecimal digits.</summary>
    public static bool IsCommitHash(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigitLower);

    /// <inheritdoc/>
    public override string ToString() => Revision == Main ? Model : $"{Model}@{Revision}";
}
