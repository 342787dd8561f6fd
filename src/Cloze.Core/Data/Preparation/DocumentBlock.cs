namespace Cloze.Data;

/// <summary>
/// A block of documents on its way into a store: read by one thread, tokenised by another, written by the first. Used
/// again and again.
/// </summary>
/// <param name="capacity">The most characters.</param>
internal sealed class DocumentBlock(int capacity)
{
    /// <summary>The characters of the documents; between them others may lie.</summary>
    public char[] Text { get; } = new char[capacity];

    /// <summary>Characters in use.</summary>
    public int Length { get; set; }

    /// <summary>Where the documents lie in <see cref="Text"/>.</summary>
    public List<Range> Documents { get; } = [];

    /// <summary>The inputs that they are from, in their order.</summary>
    public List<BlockInput> Inputs { get; } = [];

    /// <summary>What the documents became, one each.</summary>
    public List<TokenizedDocument> Tokenized { get; } = [];

    /// <summary>Tokens of their sentences, end to end.</summary>
    public List<int> Sentences { get; } = [];

    /// <summary>Their ids, end to end.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Their signatures, [documents, 16]; none where near-duplicates are kept.</summary>
    public List<ulong> Signatures { get; } = [];

    /// <summary>What makes these.</summary>
    public TextSigner Signer { get; } = new();

    /// <summary>Their ids as a shard has them.</summary>
    public byte[] IdBytes { get; set; } = [];

    /// <summary>Empties the block for other documents.</summary>
    public void Clear()
    {
        Length = 0;
        Documents.Clear();
        Inputs.Clear();
        ClearTokens();
    }

    /// <summary>Says that the documents from here on are of another input.</summary>
    public void BeginInput(string path, long bytes) => Inputs.Add(new BlockInput(path, bytes, Documents.Count));

    /// <summary>Says that the last input ends here.</summary>
    public void EndInput(StoreInput input) => Inputs[^1] = Inputs[^1] with { Ended = input };

    /// <summary>Forgets what the documents became.</summary>
    public void ClearTokens()
    {
        Tokenized.Clear();
        Sentences.Clear();
        Ids.Clear();
        Signatures.Clear();
    }
}
