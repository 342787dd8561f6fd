namespace Cloze.Server.Requests;

/// <summary>One text or several, for one model.</summary>
/// <param name="Model">The model's name; null for the first.</param>
/// <param name="Texts">The texts.</param>
/// <param name="IsList">Whether they are a list in the request.</param>
/// <param name="Field">The field that they are in.</param>
/// <param name="Truncate">Whether texts that are too long are cut.</param>
internal sealed record TextsRequest(
    string? Model, IReadOnlyList<string> Texts, bool IsList, string Field, bool Truncate)
{
    /// <summary>Reads the fields.</summary>
    /// <param name="body">The object.</param>
    /// <param name="most">The most texts.</param>
    /// <param name="field">The field that the texts are in.</param>
    /// <exception cref="RequestException">One is not as expected.</exception>
    public static TextsRequest Read(JsonFields body, int most, string field = "inputs")
    {
        IReadOnlyList<string> texts = body.Texts(field, most, out bool isList);
        return new TextsRequest(body.OptionalText("model"), texts, isList, field, body.Flag("truncate"));
    }

    /// <summary>The path of a text.</summary>
    public string Path(int index) => IsList ? $"{Field}[{index}]" : Field;
}
