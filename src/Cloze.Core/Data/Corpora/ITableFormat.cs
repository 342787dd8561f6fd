using Microsoft.Win32.SafeHandles;

namespace Cloze.Data;

/// <summary>A kind of file that holds texts in a column; see <see cref="CorpusFormats"/>.</summary>
public interface ITableFormat
{
    /// <summary>What names of such files end in, in lower case: <c>.parquet</c>.</summary>
    string Extension { get; }

    /// <summary>
    /// The texts of the rows, in their order, read as they are asked for; rows without one are passed over.
    /// </summary>
    /// <param name="file">The file, which is not empty; the caller closes it.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="options">Names the column, and says whether what is no character is replaced.</param>
    /// <exception cref="ClozeException">While reading: the file is damaged, or has no such column of texts.</exception>
    IEnumerable<string> Read(SafeFileHandle file, string name, CorpusOptions options);
}
