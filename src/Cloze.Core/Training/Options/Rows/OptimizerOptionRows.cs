namespace Cloze.Training;

/// <summary>Options of the optimizer, its schedule and the size of its steps.</summary>
internal static class OptimizerOptionRows
{
    /// <summary>By which rule the weights change, and what is kept of them.</summary>
    public static readonly TrainingOption[] Rule =
    [
        new("optimizer", o => o.Optimizer, (o, v) => o with { Optimizer = (OptimizerKind?)v })
        {
            Kind = new ChoiceKind<OptimizerKind>(),
            Recipe = RecipeValue.Of(r => r.Optimizer, (r, v) => r with { Optimizer = v }),
            Help = "AdamW, the original BERT's Adam without bias correction, LAMB for very large batches, or Muon for "
                + "the layers' matrices.",
        },
        new("beta1", o => o.Beta1, (o, v) => o with { Beta1 = (double?)v })
        {
            Kind = NumberKinds.Between(0, 0.999999, "RATE"),
            Recipe = RecipeValue.Of(r => r.Beta1, (r, v) => r with { Beta1 = v }),
            Help = "AdamW's decay of the first moment.",
        },
        new("beta2_half_life", o => o.Beta2HalfLife, (o, v) => o with { Beta2HalfLife = (long?)v })
        {
            Kind = NumberKinds.Between(1, long.MaxValue, "TOKENS"),
            Excludes = ["beta2"],
            Help = "Set beta2 so that a squared gradient counts half after this many tokens, whatever the batch.",
        },
        new("epsilon", o => o.Epsilon, (o, v) => o with { Epsilon = (float?)v })
        {
            Kind = NumberKinds.Above(0f, 1),
            Recipe = RecipeValue.Of(r => r.Epsilon, (r, v) => r with { Epsilon = v }),
            Help = "Added to the root of the second moment; 1e-6 with bert-adam and lamb.",
        },
        new("average_steps", o => o.AverageSteps, (o, v) => o with { AverageSteps = (int?)v })
        {
            Kind = NumberKinds.Between(0, 1_000_000),
            Recipe = RecipeValue.Of(r => r.AverageSteps, (r, v) => r with { AverageSteps = v }),
            Help = "Average the weights over about the last N steps, and keep the better of the two by held-out loss.",
        },
    ];

    /// <summary>How the rate falls, and how large a step is.</summary>
    public static readonly TrainingOption[] Course =
    [
        new("schedule", o => o.Schedule, (o, v) => o with { Schedule = (ScheduleKind?)v })
        {
            Kind = new ChoiceKind<ScheduleKind>(),
            Recipe = RecipeValue.Of(r => r.Schedule, (r, v) => r with { Schedule = v }),
            Help = "How the rate falls after the warm-up: in a straight line, by a cosine, or not before the last part "
                + "(warm-up, stable, decay).",
        },
        new("cooldown", o => o.Cooldown, (o, v) => o with { Cooldown = (float?)v })
        {
            Kind = NumberKinds.Above(0f, 1, "SHARE"),
            Recipe = RecipeValue.Of(r => r.Cooldown, (r, v) => r with { Cooldown = v }),
            Applies = o => o.Schedule == ScheduleKind.Wsd,
            Help = "Share of the budget over which the rate falls with schedule wsd.",
        },
        new("accumulation", o => o.Accumulation, (o, v) => o with { Accumulation = (int?)v })
        {
            Kind = NumberKinds.Between(1, TrainingOptionsRules.MostAccumulation),
            Recipe = RecipeValue.Of(r => r.Accumulation, (r, v) => r with { Accumulation = v }),
            Help = "Batches of an optimizer step, whose gradients add up: large steps in the memory of one batch.",
        },
        new("batch_warmup", o => o.BatchWarmup, (o, v) => o with { BatchWarmup = (float?)v })
        {
            Kind = NumberKinds.Between(0, 0.9f, "SHARE"),
            Recipe = RecipeValue.Of(r => r.BatchWarmup, (r, v) => r with { BatchWarmup = v }),
            Help = "Share of the budget over which a step's tokens rise, from an eighth to all.",
        },
        new("phases", o => o.Phases, (o, v) => o with { Phases = (SequencePhases?)v })
        {
            Kind = new PhasesKind(),
            Excludes = ["sequence_length"],
            Help = "Train on sequences of one length after the other, each for a share of the budget.",
        },
        new("evaluations", o => o.Evaluations, (o, v) => o with { Evaluations = (int?)v })
        {
            Kind = NumberKinds.Between(0, 10_000),
            Default = 10,
            MayChangeOnResume = true,
            Help = "How often the held-out loss is taken in the course of the run, at equal shares of the budget.",
        },
        new("patience", o => o.Patience, (o, v) => o with { Patience = (int?)v })
        {
            Kind = NumberKinds.Between(1, 1_000_000),
            MayChangeOnResume = true,
            Help = "Stop after this many evaluations in which the held-out loss did not fall.",
        },
    ];
}
