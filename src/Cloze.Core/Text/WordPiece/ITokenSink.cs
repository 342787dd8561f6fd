using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>Takes the tokens of a text in order. Its kinds are structs, so that each gets code of its own.</summary>
internal interface ITokenSink
{
    /// <summary>Where the sink stands, to go back to.</summary>
    (int Tokens, int Words) Mark { get; }

    /// <summary>Makes room for tokens that come by <see cref="AddPacked"/>.</summary>
    void Reserve(int tokens);

    /// <summary>
    /// Adds a word as <see cref="WordCache"/> keeps it; there must be room for as many tokens as it can hold.
    /// </summary>
    /// <param name="pieces">Its pieces.</param>
    /// <param name="start">Where it begins in the text; its characters stand there one by one.</param>
    void AddPacked(Vector128<uint> pieces, int start);

    /// <summary>Adds one token of the current word.</summary>
    void Add(int id, TextSpan place);

    /// <summary>Adds an added token, which is a word of its own and may be spelled otherwise than its piece.</summary>
    void AddNamed(int id, TextSpan place, ReadOnlySpan<char> name);

    /// <summary>Ends the current word.</summary>
    void EndWord();

    /// <summary>Takes back everything added since a mark.</summary>
    void GoBack((int Tokens, int Words) mark);
}
