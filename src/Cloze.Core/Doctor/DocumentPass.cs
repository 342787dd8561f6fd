using Cloze.Data;

namespace Cloze.Doctor;

/// <summary>
/// Reads all documents once, whatever is wrong with a file: what a run would stop at is a finding, and the next file is
/// read.
/// </summary>
/// <param name="corpus">What is read; null for the default corpus.</param>
internal sealed class DocumentPass(CorpusOptions? corpus)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Files of the corpus; 0 for the default one.</summary>
    public int Files { get; private set; }

    /// <summary>Documents read.</summary>
    public long Documents { get; private set; }

    /// <summary>Their UTF-16 characters.</summary>
    public long Characters { get; private set; }

    /// <summary>Files that a run would stop at, or that hold nothing.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reads.</summary>
    /// <param name="look">Is given every document and its place, from 1.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ClozeException">A path is missing or of no kind that can be read.</exception>
    public void Read(Action<Document, long> look, DoctorProgress progress, CancellationToken cancellation)
    {
        void Look(Document document)
        {
            cancellation.ThrowIfCancellationRequested();
            Documents++;
            Characters += document.Text.Length;
            progress.Documents = Documents;
            look(document, Documents);
        }

        if (corpus is null)
        {
            foreach (Document document in SdkDocumentation.Read()) Look(document);
            return;
        }

        (string File, long Length)[] files =
            [.. CorpusFiles.Find(corpus).Files.Select(file => (file, CorpusFiles.LengthOf(file)))];
        Files = files.Length;
        double total = Math.Max(1, files.Sum(file => file.Length));
        long done = 0;
        foreach ((string file, long length) in files)
        {
            long before = Characters;
            ReadFile(
                file,
                document =>
                {
                    Look(document);

                    // A character has a byte or more, and a packed file fewer bytes than characters.
                    progress.Share = (done + Math.Min(length, Characters - before)) / total;
                },
                cancellation);
            done += length;
        }
    }

    private void ReadFile(string file, Action<Document> look, CancellationToken cancellation)
    {
        long before = Documents;
        try
        {
            // What is no character is replaced here, so that the rest of the file is looked at as well.
            foreach (DocumentPart part in Corpus.ReadParts(file, corpus! with { ReplaceInvalid = true }))
            {
                look(new Document(part.Text, file) { Continues = part.Continues });
            }

            if (Documents == before) _findings.Add(Empty(file));
            else if (!corpus.ReplaceInvalid) RequireCharacters(file, cancellation);
        }
        catch (ClozeException error)
        {
            _findings.Add(Unreadable("unreadable-file", error));
        }
    }

    /// <summary>Finds what was replaced, by reading as a run does: only whether it can be read is asked.</summary>
    private void RequireCharacters(string file, CancellationToken cancellation)
    {
        try
        {
            foreach (string _ in Corpus.ReadFile(file, corpus!)) cancellation.ThrowIfCancellationRequested();
        }
        catch (ClozeException error)
        {
            _findings.Add(Unreadable("not-utf8", error));
        }
    }

    private static Finding Unreadable(string id, ClozeException error) => new()
    {
        Id = id,
        Severity = Severity.Fatal,
        Count = 1,
        Message = error.Message,
        Advice = error.Hint,
    };

    private static Finding Empty(string file) => new()
    {
        Id = "empty-file",
        Severity = Severity.Note,
        Count = 1,
        Message = $"{file} has no text.",
        Advice = "Leave it out, or look whether something is missing.",
    };
}
