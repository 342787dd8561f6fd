using System.Runtime.InteropServices;

namespace Cloze.Text;

/// <summary>A sorted run of word counts in a temporary file, which is deleted when the run is disposed of.</summary>
internal sealed class WordRun : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly FileStream _file;
    private readonly int _count;

    private WordRun(FileStream file, int count)
    {
        _file = file;
        _count = count;
    }

    /// <summary>Where the file is.</summary>
    public string Path => _file.Name;

    /// <summary>Writes words, which are in ordinal order.</summary>
    /// <param name="words">The words.</param>
    /// <param name="folder">Where to; null is the system's folder for temporary files.</param>
    /// <exception cref="ClozeException">The folder's disk is full, or it cannot be written.</exception>
    public static WordRun Write(IReadOnlyCollection<WordCount> words, string? folder = null)
    {
        string path = System.IO.Path.Combine(folder ?? System.IO.Path.GetTempPath(), $"cloze-words-{Guid.NewGuid():N}");
        FileStream? file = null;
        try
        {
            file = new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
            using (var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true))
            {
                foreach (WordCount word in words) Write(writer, word);
            }

            file.Flush();
            return new WordRun(file, words.Count);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new ClozeException(
                $"Cannot write word counts to {path}: {error.Message}",
                "Free some disk space there, or set the environment variable TMPDIR to another folder.",
                error);
        }
    }

    /// <summary>The words, in order; one reader at a time.</summary>
    public IEnumerable<WordCount> Read()
    {
        _file.Position = 0;
        using var reader = new BinaryReader(_file, System.Text.Encoding.UTF8, leaveOpen: true);
        for (int i = 0; i < _count; i++) yield return Read(reader);
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static void Write(BinaryWriter writer, WordCount word)
    {
        // As UTF-16 and not as UTF-8, which has no lone surrogates.
        writer.Write7BitEncodedInt(word.Word.Length);
        writer.Write(MemoryMarshal.AsBytes(word.Word.AsSpan()));
        writer.Write7BitEncodedInt64(word.Count);
    }

    private static WordCount Read(BinaryReader reader)
    {
        int length = reader.Read7BitEncodedInt();
        string word = string.Create(length, reader, static (letters, source) =>
            source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(letters)));
        return new WordCount(word, reader.Read7BitEncodedInt64());
    }
}
