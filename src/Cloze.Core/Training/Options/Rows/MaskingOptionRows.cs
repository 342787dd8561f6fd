using Cloze.Masking;

namespace Cloze.Training;

/// <summary>Options of what is hidden from the model.</summary>
internal static class MaskingOptionRows
{
    public static readonly TrainingOption[] All =
    [
        new("masking", o => o.Masking, (o, v) => o with { Masking = (MaskingStrategy?)v })
        {
            Kind = new ChoiceKind<MaskingStrategy>(),
            Recipe = RecipeValue.Of(r => r.Masking, (r, v) => r with { Masking = v }),
            Help = "Mask single tokens, whole words, or spans of words.",
        },
        new("mask_rate", o => o.MaskRate, (o, v) => o with { MaskRate = (MaskRate?)v })
        {
            Kind = new MaskRateKind(0.01f, 0.9f),
            Recipe = RecipeValue.Of(r => r.MaskRate, (r, v) => r with { MaskRate = v }),
            Help = "Share of the tokens to predict in training; \"0.3->0.15\" goes from one to the other over the run. "
                + "Evaluation has 0.15.",
        },
        new("mask_tail", o => o.MaskTail, (o, v) => o with { MaskTail = (float?)v })
        {
            Kind = NumberKinds.Between(0, 0.9f, "SHARE"),
            Recipe = RecipeValue.Of(r => r.MaskTail, (r, v) => r with { MaskTail = v }),
            Help = "Hold the first of two mask rates until this share of the run is left, then the last; with 0 the "
                + "rate goes in a straight line.",
        },
        new("disjoint_masks", o => o.DisjointMasks, (o, v) => o with { DisjointMasks = (bool?)v })
        {
            Kind = new SwitchKind(),
            Recipe = RecipeValue.Of(r => r.DisjointMasks, (r, v) => r with { DisjointMasks = v }),
            Help = "Mask no token of a sequence again in a later epoch before all others had their turn.",
        },
    ];
}
