namespace Cloze.Kernels;

/// <summary>A function of every value, and its derivative.</summary>
internal interface IActivationFunction
{
    /// <summary>f(x).</summary>
    static abstract TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>f'(x).</summary>
    static abstract TLanes Slope<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;
}
