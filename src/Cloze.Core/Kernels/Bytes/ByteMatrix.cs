namespace Cloze.Kernels;

/// <summary>
/// Weights [N, K] as bytes in the order in which they are multiplied: panels of 16 outputs, in each the first four
/// inputs of all 16, the next four, and so on; what is missing to full panels and fours is 0.
/// </summary>
internal readonly unsafe struct ByteMatrix
{
    /// <summary>Outputs of a panel.</summary>
    public const int Columns = 16;

    /// <summary>Inputs that are multiplied together.</summary>
    public const int Group = 4;

    /// <summary>N.</summary>
    public required int Outputs { get; init; }

    /// <summary>K.</summary>
    public required int Inputs { get; init; }

    /// <summary>The bytes, <see cref="PanelBytes"/> for each panel.</summary>
    public required sbyte* Values { get; init; }

    /// <summary>Each output's scale, for whole panels.</summary>
    public required float* Scales { get; init; }

    /// <summary>Each output's sum of its bytes, for whole panels.</summary>
    public required int* Sums { get; init; }

    /// <summary>Panels.</summary>
    public int Panels => PanelsOf(Outputs);

    /// <summary>K in fours.</summary>
    public int Groups => GroupsOf(Inputs);

    /// <summary>The bytes of a panel.</summary>
    public nint PanelBytes => (nint)Groups * Group * Columns;

    /// <summary>The panels of so many outputs.</summary>
    public static int PanelsOf(int outputs) => (outputs + Columns - 1) / Columns;

    /// <summary>So many inputs in fours.</summary>
    public static int GroupsOf(int inputs) => (inputs + Group - 1) / Group;

    /// <summary>Fills a panel from weights [N, K].</summary>
    /// <param name="weights">The first weight.</param>
    /// <param name="panel">The panel's number.</param>
    /// <param name="row">Room for a row of K bytes.</param>
    public void Pack(float* weights, int panel, Span<sbyte> row)
    {
        sbyte* target = Values + (panel * PanelBytes);
        new Span<sbyte>(target, checked((int)PanelBytes)).Clear();
        for (int column = 0; column < Columns; column++)
        {
            int output = (panel * Columns) + column;
            Scales[output] = 1;
            Sums[output] = 0;
            if (output >= Outputs) continue;
            var values = new ReadOnlySpan<float>(weights + ((nint)output * Inputs), Inputs);
            Scales[output] = ByteRow.ScaleOf(values);
            ByteRow.Quantize(values, Scales[output], row);
            for (int input = 0; input < Inputs; input++)
            {
                int place = (((input / Group * Columns) + column) * Group) + (input % Group);
                target[place] = row[input];
                Sums[output] += row[input];
            }
        }
    }
}
