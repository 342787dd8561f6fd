namespace Cloze.Kernels;

/// <summary>One to three vectors side by side, a row of a register tile: one kernel serves every width.</summary>
internal unsafe interface ITileRow<TSelf, TLanes>
    where TSelf : struct, ITileRow<TSelf, TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The next values.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>factor * row + sum.</summary>
    static abstract TSelf MultiplyAdd(TLanes factor, TSelf row, TSelf sum);

    /// <summary>destination = row.</summary>
    static abstract void Store(TSelf row, float* destination);

    /// <summary>destination += row.</summary>
    static abstract void Add(TSelf row, float* destination);
}
