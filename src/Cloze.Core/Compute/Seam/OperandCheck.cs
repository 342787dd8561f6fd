using System.Runtime.CompilerServices;

namespace Cloze.Compute;

/// <summary>
/// The checks of one operation's operands. They compare a few numbers a tensor and read each index once, in vectors;
/// messages are made where a check fails only.
/// </summary>
internal readonly struct OperandCheck
{
    private readonly Backend _backend;
    private readonly Operation _operation;

    /// <exception cref="ObjectDisposedException">The backend was disposed.</exception>
    public OperandCheck(Backend backend, Operation operation)
    {
        ObjectDisposedException.ThrowIf(backend.IsDisposed, backend);
        _backend = backend;
        _operation = operation;
    }

    /// <summary>A tensor of this backend, in an arena that is alive.</summary>
    public void Present(Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        if (tensor.Arena is not { IsDisposed: false } arena || arena.Owner != _backend) ThrowAbsent(tensor, name);
    }

    /// <summary>A tensor of this shape.</summary>
    public void Shape(
        Tensor tensor, int rows, int columns, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        Present(tensor, name);
        if (tensor.Rows != rows || tensor.Columns != columns)
        {
            Throw(name, $"{tensor}", $"[{rows}, {columns}] by the other operands");
        }
    }

    /// <summary>A tensor of the shape of another.</summary>
    public void Like(Tensor tensor, Tensor other, [CallerArgumentExpression(nameof(tensor))] string name = "") =>
        Shape(tensor, other.Rows, other.Columns, name);

    /// <summary>None, or a tensor of this shape.</summary>
    public void OptionalShape(
        Tensor tensor, int rows, int columns, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        if (!tensor.IsNone) Shape(tensor, rows, columns, name);
    }

    /// <summary>None, or a tensor of the shape of another.</summary>
    public void OptionalLike(
        Tensor tensor, Tensor other, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        if (!tensor.IsNone) Shape(tensor, other.Rows, other.Columns, name);
    }

    /// <summary>
    /// None; or, where the backend adds within products, a tensor like the result and apart from it.
    /// </summary>
    public void Addend(Tensor tensor, Tensor result)
    {
        if (tensor.IsNone) return;
        if (!_backend.AddsInProducts) Throw("addend", $"{tensor}", "none: this backend adds by itself");
        Like(tensor, result, "addend");
        Apart(result, tensor, "destination", "addend");
    }

    /// <summary>
    /// None; or, where the backend sums columns as it goes, a tensor [1, columns] of its own.
    /// </summary>
    public void ColumnSums(Tensor tensor, Tensor summed)
    {
        if (tensor.IsNone) return;
        if (!_backend.SumsColumns) Throw("columnSums", $"{tensor}", "none: this backend sums columns by themselves");
        Shape(tensor, 1, summed.Columns, "columnSums");
        Apart(tensor, summed, "columnSums", "what is summed");
    }

    /// <summary>Two tensors, present or none, that have no value in common.</summary>
    public void Apart(
        Tensor written,
        Tensor other,
        [CallerArgumentExpression(nameof(written))] string name = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        if (written.Overlaps(other)) Throw(name, "in the memory of " + otherName, "memory of its own");
    }

    /// <summary>Two tensors, present or none, that are one or have no value in common.</summary>
    public void SameOrApart(
        Tensor written,
        Tensor other,
        [CallerArgumentExpression(nameof(written))] string name = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        if (written.Overlaps(other) && written.Offset != other.Offset)
        {
            Throw(name, "partly in the memory of " + otherName, "all of it or nothing");
        }
    }

    /// <summary>Host values, as many as are asked for.</summary>
    public void Length(int length, nint expected, string name)
    {
        if (length != expected) Throw(name, $"of {length} values", $"{expected} by the other operands");
    }

    /// <summary>Host memory for at least so many values.</summary>
    public void AtLeast(int length, int expected, string name)
    {
        if (length < expected) Throw(name, $"of {length} values", $"at least {expected} by the other operands");
    }

    /// <summary>Indices in [0, limit).</summary>
    public void Indices(
        ReadOnlySpan<int> indices, int limit, [CallerArgumentExpression(nameof(indices))] string name = "")
    {
        if (IndexRange.Contains(indices, limit)) return;
        int place = IndexRange.FirstOutside(indices, limit);
        Throw($"{name}[{place}]", $"{indices[place]}", $"0 to {limit - 1}");
    }

    /// <summary>Starts of sequences, rising from 0 to the number of tokens.</summary>
    public void Starts(ReadOnlySpan<int> starts, int tokens)
    {
        if (starts.IsEmpty) Throw(nameof(starts), "empty", "0 first");
        if (starts[0] != 0) Throw("starts[0]", $"{starts[0]}", "0");
        for (int s = 1; s < starts.Length; s++)
        {
            if (starts[s] < starts[s - 1]) Throw($"starts[{s}]", $"{starts[s]}", $"at least {starts[s - 1]}");
        }

        if (starts[^1] != tokens) Throw("starts[^1]", $"{starts[^1]}", $"{tokens}, the number of tokens");
    }

    /// <summary>A number of heads that divides the width.</summary>
    public void Heads(int heads, int width)
    {
        if (heads < 1 || width % heads != 0) Throw(nameof(heads), $"{heads}", $"a divisor of {width}");
    }

    /// <summary>A window that reaches itself at least.</summary>
    public void Window(int window)
    {
        if (window < 0) Throw(nameof(window), $"{window}", "0 or more");
    }

    /// <summary>None, or angles of a head for every position of the sequences.</summary>
    public void Angles(Tensor angles, ReadOnlySpan<int> starts, int size)
    {
        if (angles.IsNone) return;
        Present(angles, nameof(angles));
        if (size % 2 != 0) Throw("the size of a head", $"{size}", "an even number, as there are angles");
        int longest = 0;
        for (int s = 1; s < starts.Length; s++) longest = Math.Max(longest, starts[s] - starts[s - 1]);
        if (angles.Columns != size || angles.Rows < longest)
        {
            Throw(nameof(angles), $"{angles}", $"[{longest} or more, {size}] by the other operands");
        }
    }

    /// <summary>A probability at which something is left.</summary>
    public void Keeps(Dropout dropout)
    {
        if (dropout.Probability is >= 0 and <= Dropout.LargestProbability) return;
        Throw(nameof(dropout), $"{dropout.Probability}", $"0 to {Dropout.LargestProbability}");
    }

    /// <summary>Columns that so many parts share.</summary>
    public void Parts(Tensor tensor, int parts)
    {
        if (parts >= 1 && tensor.Columns % parts == 0) return;
        Throw(nameof(parts), $"{parts}", $"a divisor of {tensor.Columns} columns");
    }

    /// <summary>Edges that do not fall, from 0 on.</summary>
    public void Edges(ReadOnlySpan<int> edges)
    {
        int least = 0;
        for (int i = 0; i < edges.Length; i++)
        {
            if (edges[i] < least) Throw($"edges[{i}]", $"{edges[i]}", $"at least {least}");
            least = edges[i];
        }
    }

    private void ThrowAbsent(Tensor tensor, string name)
    {
        if (tensor.Arena is { IsDisposed: true } dead)
        {
            throw new ObjectDisposedException($"Arena {dead.Name}", $"{_operation}: {name} is in a disposed arena.");
        }

        string found = tensor.IsNone ? "none" : $"{tensor} of arena {tensor.Arena!.Name}, which is not this backend's";
        Throw(name, found, "a tensor of this backend");
    }

    private void Throw(string name, string found, string expected) =>
        throw new ArgumentException($"{_operation}: {name} is {found}, expected {expected}.", name);
}
