using System.Diagnostics;

namespace Cloze.Compute;

/// <content>Operations that move rows: embeddings, gather and scatter.</content>
internal abstract partial class Backend
{
    /// <summary>
    /// destination[t] = word[ids[t]] + position[positions[t]] + tokenType[types[t]]; destination [T, H]. Tables of
    /// positions and token types may be none, and then add nothing.
    /// </summary>
    public void Embed(TokenRows tokens, EmbeddingTables tables, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.Embed);
        check.Present(destination);
        Check(check, tokens, tables, destination.Rows, destination.Columns);
        check.Apart(destination, tables.Word);
        check.Apart(destination, tables.Position);
        check.Apart(destination, tables.TokenType);
        long start = Stopwatch.GetTimestamp();
        EmbedCore(tokens, tables, destination);
        Measure(Operation.Embed, start);
    }

    /// <summary>Adds the gradient [T, H] of <see cref="Embed"/> to the rows of the tables' gradients.</summary>
    public void EmbedBackward(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients)
    {
        var check = new OperandCheck(this, Operation.EmbedBackward);
        check.Present(gradient);
        Check(check, tokens, tableGradients, gradient.Rows, gradient.Columns);
        check.Apart(tableGradients.Word, gradient);
        check.Apart(tableGradients.Position, gradient);
        check.Apart(tableGradients.TokenType, gradient);
        long start = Stopwatch.GetTimestamp();
        EmbedBackwardCore(tokens, gradient, tableGradients);
        Measure(Operation.EmbedBackward, start);
    }

    /// <summary>destination[m] = source[rows[m]]; destination [M, H].</summary>
    public void GatherRows(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.GatherRows);
        check.Present(source);
        check.Shape(destination, rows.Length, source.Columns);
        check.Indices(rows, source.Rows);
        check.Apart(destination, source);
        long start = Stopwatch.GetTimestamp();
        GatherRowsCore(source, rows, destination);
        Measure(Operation.GatherRows, start);
    }

    /// <summary>destination[rows[m]] += source[m]; source [M, H].</summary>
    public void ScatterAddRows(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        var check = new OperandCheck(this, Operation.ScatterAddRows);
        check.Present(destination);
        check.Shape(source, rows.Length, destination.Columns);
        check.Indices(rows, destination.Rows);
        check.Apart(destination, source);
        long start = Stopwatch.GetTimestamp();
        ScatterAddRowsCore(source, rows, destination);
        Measure(Operation.ScatterAddRows, start);
    }

    /// <summary>Does <see cref="Embed"/>; the operands are checked.</summary>
    protected abstract void EmbedCore(TokenRows tokens, EmbeddingTables tables, Tensor destination);

    /// <summary>Does <see cref="EmbedBackward"/>; the operands are checked.</summary>
    protected abstract void EmbedBackwardCore(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients);

    /// <summary>Does <see cref="GatherRows"/>; the operands are checked.</summary>
    protected abstract void GatherRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination);

    /// <summary>Does <see cref="ScatterAddRows"/>; the operands are checked.</summary>
    protected abstract void ScatterAddRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination);

    private static void Check(
        OperandCheck check, TokenRows tokens, EmbeddingTables tables, int rows, int columns)
    {
        check.Shape(tables.Word, tables.Word.Rows, columns);
        check.OptionalShape(tables.Position, tables.Position.Rows, columns);
        check.OptionalShape(tables.TokenType, tables.TokenType.Rows, columns);
        check.Length(tokens.Ids.Length, rows, "tokens.Ids");
        check.Length(tokens.Positions.Length, rows, "tokens.Positions");
        check.Length(tokens.Types.Length, rows, "tokens.Types");
        check.Indices(tokens.Ids, tables.Word.Rows);
        if (!tables.Position.IsNone) check.Indices(tokens.Positions, tables.Position.Rows);
        if (!tables.TokenType.IsNone) check.Indices(tokens.Types, tables.TokenType.Rows);
    }
}
