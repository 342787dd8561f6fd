namespace Cloze.Server.Requests;

/// <summary>A request that is not answered as it was meant: what is said about it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">What was found and what was expected.</param>
/// <param name="hint">What the caller can do.</param>
/// <param name="field">The field of the body that is meant, as <c>parameters.top_k</c>; null for none.</param>
internal sealed class RequestException(int status, string detail, string hint, string? field = null)
    : Exception(Printable.Line(detail))
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What the caller can do.</summary>
    public string Hint { get; } = Printable.Line(hint);

    /// <summary>The field of the body that is meant; null for none.</summary>
    public string? Field { get; } = field;

    /// <summary>The seconds after which to try again; null where that would change nothing.</summary>
    public int? RetryAfter { get; init; }
}
