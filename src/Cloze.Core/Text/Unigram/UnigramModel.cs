using System.Buffers;
using System.Globalization;

namespace Cloze.Text;

/// <summary>
/// Splits words into the pieces that are likeliest together (Kudo 2018, section 3.2), found from left to right by
/// Viterbi's algorithm. A character that is no piece counts as the unknown one, ten nats less likely than the rarest
/// piece, and unknown ones side by side are one token.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;
    private readonly PieceTrie _trie;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknownId;
    private readonly int[] _bytes;

    /// <param name="definition">The scores and what becomes of unknown characters.</param>
    /// <param name="pieces">The pieces in the order of their ids; empty where an id has none.</param>
    public UnigramModel(UnigramDefinition definition, IReadOnlyList<string> pieces)
    {
        _trie = new PieceTrie(pieces, prefix: null);
        _scores = [.. definition.Scores.Select(LooseNumber.Of)];
        _unknownScore = _scores.DefaultIfEmpty(0).Min() - UnknownPenalty;
        _unknownId = definition.UnknownId ?? -1;
        _bytes = definition.ByteFallback ? BytePieces(pieces) : [];
    }

    /// <inheritdoc/>
    public override void Append<TSink>(ReadOnlySpan<char> word, ReadOnlySpan<TextSpan> places, ref TSink sink)
    {
        Node[] nodes = ArrayPool<Node>.Shared.Rent(word.Length + 1);
        int count = FindBest(word, nodes);

        // The ends of the pieces, written backwards, are read forwards.
        int end = word.Length;
        for (int piece = count - 1; piece >= 0; piece--)
        {
            int start = nodes[end].Start;
            nodes[piece].Ending = end;
            end = start;
        }

        for (int piece = 0, start = 0; piece < count; piece++)
        {
            end = nodes[piece].Ending;
            int id = nodes[end].Id;
            while (id == _unknownId && piece + 1 < count && nodes[nodes[piece + 1].Ending].Id == _unknownId)
            {
                end = nodes[++piece].Ending;
            }

            var place = new TextSpan(places[start].Start, places[end - 1].End);
            if (id != _unknownId || !TryAppendBytes(word[start..end], place, ref sink)) sink.Add(id, place);
            start = end;
        }

        sink.EndWord();
        ArrayPool<Node>.Shared.Return(nodes);
    }

    // Fills in how each place of the word is best reached, and returns how many pieces the best way has.
    private int FindBest(ReadOnlySpan<char> word, Node[] nodes)
    {
        nodes.AsSpan(0, word.Length + 1).Fill(new Node { Start = -1 });
        nodes[0].Score = 0;
        for (int start = 0, units; start < word.Length; start += units)
        {
            units = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            bool single = false;
            PieceTrie.Walk walk = _trie.From(PieceTrie.Beginning);
            for (int at = start; at < word.Length && walk.Next(word[at]); at++)
            {
                if (walk.Id < 0) continue;
                Reach(nodes, start, at + 1, walk.Id, _scores[walk.Id]);
                single |= at + 1 - start == units;
            }

            if (!single) Reach(nodes, start, start + units, RequireUnknown(word.Slice(start, units)), _unknownScore);
        }

        int count = 0;
        for (int end = word.Length; end > 0; end = nodes[end].Start) count++;
        return count;
    }

    private static void Reach(Node[] nodes, int start, int end, int id, double score)
    {
        double total = nodes[start].Score + score;
        ref Node node = ref nodes[end];
        if (node.Start >= 0 && total <= node.Score) return;
        node.Start = start;
        node.Score = total;
        node.Id = id;
    }

    private int RequireUnknown(ReadOnlySpan<char> character) => _unknownId >= 0
        ? _unknownId
        : throw new ClozeException(
            $"The tokenizer has no piece for '{Printable.Line(character.ToString())}', and none for what is unknown.",
            "Use a tokenizer whose model has an unk_id.");

    private bool TryAppendBytes<TSink>(ReadOnlySpan<char> text, TextSpan place, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (_bytes.Length == 0) return false;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text.ToArray());
        if (Array.Exists(bytes, value => _bytes[value] < 0)) return false;
        foreach (byte value in bytes) sink.Add(_bytes[value], place);
        return true;
    }

    private static int[] BytePieces(IReadOnlyList<string> pieces)
    {
        Dictionary<string, int> ids = [];
        for (int id = 0; id < pieces.Count; id++) ids[pieces[id]] = id;
        return [.. Enumerable.Range(0, 256).Select(value =>
            ids.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), -1))];
    }

    /// <summary>
    /// How a place of a word is best reached; <see cref="Ending"/> is of another use of the same memory.
    /// </summary>
    private struct Node
    {
        public double Score;
        public int Start;
        public int Id;
        public int Ending;
    }
}
