using System.Text;

namespace Cloze.Tests.Hub;

/// <summary>An answer; HEAD gets its head alone.</summary>
internal sealed record TestReply(int Status, byte[] Body)
{
    public TestReply(int status, string body = "")
        : this(status, Encoding.UTF8.GetBytes(body))
    {
    }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Bytes of the body after which the connection is closed.</summary>
    public int? CutAfter { get; init; }
}
