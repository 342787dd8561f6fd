using System.Text;

namespace Cloze.Fuzz;

/// <summary>One kind of input that comes from outside: examples of it, changes to it, and what reads it.</summary>
internal abstract class FuzzFormat : IDisposable
{
    /// <summary>A folder of its own, empty at first.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("cloze-fuzz-").FullName;

    /// <summary>Sound inputs to begin with; made once, the same every time.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>The most bytes that reading an input may allocate, whatever its length.</summary>
    public virtual long MostBytes => 256L << 20;

    /// <summary>A changed input.</summary>
    public abstract byte[] Mutate(byte[] input, byte[] other, Draw draw);

    /// <summary>Reads an input as Cloze does.</summary>
    /// <returns>In a few words what came of it; new words mark an input as worth keeping.</returns>
    /// <exception cref="ClozeException">The input was refused, as is right.</exception>
    public abstract string Run(byte[] input);

    /// <inheritdoc/>
    public virtual void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes a file of the folder and gives its path.</summary>
    protected string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Fails where something that must hold does not.</summary>
    protected static void Require(bool holds, string what)
    {
        if (!holds) throw new BrokenPromiseException(what);
    }

    /// <summary>A count for people who compare: 0, 1, 2, 4, 8 and so on.</summary>
    protected static int Roughly(long count) => count <= 0 ? 0 : 1 << Math.Min(30, (int)Math.Log2(count));

    /// <summary>The bytes of a text.</summary>
    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
