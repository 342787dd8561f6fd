using System.Runtime.CompilerServices;

namespace Cloze.Text;

/// <summary>
/// All word pieces as one tree of characters, in an open-addressed table of its edges: finding the longest piece that
/// begins a word costs one look-up a character and allocates nothing.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>Where pieces that begin a word start.</summary>
    public const int Beginning = 1;

    /// <summary>Where pieces that continue a word start, without their prefix.</summary>
    public const int Continuation = 2;

    private Edge[] _edges = new Edge[1 << 10];
    private int _shift = 64 - 10;
    private int _used;
    private int _nodes = Continuation;

    /// <summary>Builds the tree; pieces with the prefix, if there is one, can also continue a word.</summary>
    public PieceTrie(IReadOnlyList<string> pieces, string? prefix)
    {
        for (int id = 0; id < pieces.Count; id++)
        {
            Add(Beginning, pieces[id], id);
            if (prefix is not null && pieces[id].StartsWith(prefix, StringComparison.Ordinal))
            {
                Add(Continuation, pieces[id].AsSpan(prefix.Length), id);
            }
        }
    }

    /// <summary>
    /// The id of the longest piece that <paramref name="word"/> begins with, and its length; -1 where there is none.
    /// </summary>
    public int LongestMatch(int root, ReadOnlySpan<char> word, out int length)
    {
        int node = root, id = -1;
        length = 0;
        for (int i = 0; i < word.Length; i++)
        {
            ref readonly Edge edge = ref Find(Key(node, word[i]));
            if (edge.Key == 0) break;
            node = edge.Child;
            if (edge.IdPlusOne == 0) continue;
            id = edge.IdPlusOne - 1;
            length = i + 1;
        }

        return id;
    }

    /// <summary>Begins a walk, to find all pieces that a text begins with.</summary>
    public Walk From(int root) => new(this, root);

    private static ulong Key(int node, char character) => ((ulong)node << 16) | character;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Edge Find(ulong key)
    {
        int at = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (true)
        {
            ref Edge edge = ref _edges[at];
            if (edge.Key == key || edge.Key == 0) return ref edge;
            at = (at + 1) & (_edges.Length - 1);
        }
    }

    private void Add(int root, ReadOnlySpan<char> piece, int id)
    {
        int node = root;
        for (int i = 0; i < piece.Length; i++)
        {
            if (_used * 2 >= _edges.Length) Grow();
            ref Edge edge = ref Find(Key(node, piece[i]));
            if (edge.Key == 0)
            {
                edge = new Edge { Key = Key(node, piece[i]), Child = ++_nodes };
                _used++;
            }

            if (i == piece.Length - 1) edge.IdPlusOne = id + 1;
            node = edge.Child;
        }
    }

    private void Grow()
    {
        Edge[] old = _edges;
        _edges = new Edge[old.Length * 2];
        _shift--;
        foreach (Edge edge in old)
        {
            if (edge.Key != 0) Find(edge.Key) = edge;
        }
    }

    /// <summary>A place in the tree.</summary>
    internal struct Walk(PieceTrie trie, int root)
    {
        private int _node = root;

        /// <summary>The piece that ends here; -1 where none does.</summary>
        public int Id { get; private set; } = -1;

        /// <summary>Goes on by a character; false where no piece does.</summary>
        public bool Next(char character)
        {
            ref readonly Edge edge = ref trie.Find(Key(_node, character));
            if (edge.Key == 0) return false;
            _node = edge.Child;
            Id = edge.IdPlusOne - 1;
            return true;
        }
    }

    // Two 32-bit numbers beside the key: four edges fill a cache line.
    private struct Edge
    {
        public ulong Key;
        public int Child;
        public int IdPlusOne;
    }
}
