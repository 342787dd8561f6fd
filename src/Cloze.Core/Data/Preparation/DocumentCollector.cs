namespace Cloze.Data;

/// <summary>
/// Cuts the lines of a plain text into documents as <see cref="TextDocuments"/> does, within blocks and without an
/// object a line: the fast way for whole corpora.
/// </summary>
/// <param name="rule">What separates documents.</param>
/// <param name="longest">The longest document in UTF-16 characters, at least 2.</param>
/// <param name="next">Takes a full block and gives an empty one.</param>
/// <param name="first">The block to begin with.</param>
internal sealed class DocumentCollector(
    DocumentRule rule, int longest, Func<DocumentBlock, DocumentBlock> next, DocumentBlock first)
{
    /// <summary>The least room of a block beside what a document may take.</summary>
    public const int LargestSegment = 1 << 17;

    private int _start;
    private bool _startsLine = true;
    private bool _continues;
    private long _skipped;

    /// <summary>The block that is being filled.</summary>
    public DocumentBlock Block { get; private set; } = first;

    /// <summary>Documents of the input so far, those that were left out among them.</summary>
    public long Documents { get; private set; }

    /// <summary>The same before any of them was cut.</summary>
    public long Whole { get; private set; }

    private int Open => Block.Length - _start;

    /// <summary>The least capacity of a block for documents of this length.</summary>
    public static int LeastCapacity(int longest) => (2 * LargestSegment) + (2 * longest);

    /// <summary>Begins an input.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="skipped">Documents at its beginning that are left out.</param>
    public void BeginInput(string path, long bytes, long skipped)
    {
        (Documents, Whole, _continues) = (0, 0, false);
        _skipped = skipped;
        Block.BeginInput(path, bytes);
    }

    /// <summary>Adds whole lines, each ended by <c>\n</c>.</summary>
    public void AddLines(ReadOnlySpan<char> lines)
    {
        while (!lines.IsEmpty)
        {
            int run = rule == DocumentRule.Line ? 0 : LengthOfRun(lines);
            int length = run > 0 ? run : lines.IndexOf('\n') + 1;
            if (run > 0) AddPart(lines[..(length - 1)], endsLine: true);
            else AddLine(lines[..(length - 1)]);
            lines = lines[length..];
        }
    }

    /// <summary>Adds a line or a part of one, without its end.</summary>
    public void Add(ReadOnlySpan<char> segment, bool endsLine)
    {
        while (segment.Length > LargestSegment)
        {
            AddPart(segment[..LargestSegment], endsLine: false);
            segment = segment[LargestSegment..];
        }

        AddPart(segment, endsLine);
    }

    /// <summary>Adds a document, or a part of one.</summary>
    public void AddDocument(DocumentPart part)
    {
        Roll(part.Text.Length);
        Append(part.Text);
        _continues = part.Continues;
        Take(_start, Block.Length);
    }

    /// <summary>Ends the input: what is open is its last document.</summary>
    public void End()
    {
        TakeRest();
        _startsLine = true;
    }

    /// <summary>Hands the block on between two inputs and begins another one.</summary>
    public void HandOn()
    {
        Block = next(Block);
        _start = 0;
    }

    /// <summary>
    /// Characters of the first lines which can be added as one, as none of them is blank; 0 where the first is to be
    /// looked at by itself.
    /// </summary>
    private static int LengthOfRun(ReadOnlySpan<char> lines)
    {
        int length = 0;
        while (length < lines.Length && !char.IsWhiteSpace(lines[length]))
        {
            int end = length + lines[length..].IndexOf('\n');
            if (end >= LargestSegment) break;
            length = end + 1;
        }

        return length;
    }

    private void AddLine(ReadOnlySpan<char> line)
    {
        if (line.Length > LargestSegment) Add(line, endsLine: true);
        else AddPart(line, endsLine: true);
    }

    private void AddPart(ReadOnlySpan<char> segment, bool endsLine)
    {
        bool isBlank = _startsLine && endsLine && segment.IsWhiteSpace();
        Roll(segment.Length + 1);
        if (_startsLine && Open > 0) Block.Text[Block.Length++] = '\n';
        if (!isBlank) Append(segment);
        _startsLine = endsLine;
        while (Open > longest) Cut();
        bool ends = rule == DocumentRule.BlankLine ? isBlank : rule == DocumentRule.Line && endsLine;
        if (ends) TakeRest();
    }

    private void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Block.Text.AsSpan(Block.Length));
        Block.Length += text.Length;
    }

    /// <summary>Takes the front of a document that is too long.</summary>
    private void Cut()
    {
        int end = _start + DocumentCutter.Cut(Block.Text.AsSpan(_start, longest + 1), longest);
        int length = Block.Text.AsSpan(_start, end - _start).TrimEnd().Length;
        if (length > 0) Count(_start..(_start + length));
        _continues |= length > 0;

        // Lines come in runs: where one was taken whole, the next begins without the line end before it.
        bool isWhole = end - _start > longest && end < Block.Length && Block.Text[end] == '\n';
        _start = isWhole ? end + 1 : end;
    }

    private void TakeRest()
    {
        ReadOnlySpan<char> open = Block.Text.AsSpan(_start, Open);
        int from = _start + (open.Length - open.TrimStart('\n').Length);
        int to = _start + open.TrimEnd('\n').Length;
        if (open.IsWhiteSpace()) _start = Block.Length;
        else Take(from, to);
        _continues = false;
    }

    private void Take(int from, int to)
    {
        Count(from..to);
        _start = Block.Length;
    }

    private void Count(Range document)
    {
        if (!_continues) Whole++;
        if (Documents++ >= _skipped) Block.Documents.Add(document);
    }

    /// <summary>Goes on in another block where this one has no room for so many characters more.</summary>
    private void Roll(int length)
    {
        if (Block.Length + length <= Block.Text.Length) return;
        DocumentBlock full = Block;
        char[] open = full.Text[_start..full.Length];
        full.Length = _start;
        Block = next(full);
        if (full.Inputs is [.., var input]) Block.BeginInput(input.Path, input.Bytes);
        open.CopyTo(Block.Text, 0);
        Block.Length = open.Length;
        _start = 0;
    }
}
