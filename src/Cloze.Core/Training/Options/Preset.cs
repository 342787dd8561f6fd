namespace Cloze.Training;

/// <summary>A size of model with a recipe that trains it well.</summary>
public enum Preset
{
    /// <summary>L2 H128, 4 heads of 32, in BERT's layout: the default for sentence pairs.</summary>
    Tiny,

    /// <summary>L4 H256, 4 heads of 64.</summary>
    Mini,

    /// <summary>L4 H512, 8 heads of 64.</summary>
    Small,

    /// <summary>L12 H768, 12 heads of 64: the sizes of BERT base.</summary>
    Base,

    /// <summary>
    /// About as many parameters as <see cref="Tiny"/> in the layout of today: norms first, rotary positions, gated
    /// feed-forward parts, local attention in the second layer; saved as a ModernBERT. The default: it learns most in
    /// ten minutes on two cores.
    /// </summary>
    TinyModern,

    /// <summary><see cref="Mini"/> in that layout, with local attention in two layers of four.</summary>
    MiniModern,

    /// <summary><see cref="Small"/> in that layout, with local attention in two layers of four.</summary>
    SmallModern,
}
