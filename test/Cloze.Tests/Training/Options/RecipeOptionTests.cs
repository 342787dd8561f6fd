using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>Options of optimizer, schedule and budget: what they decide, and what is refused.</summary>
public sealed class RecipeOptionTests
{
    [Theory]
    [InlineData(OptimizerKind.Adamw, 0.999, 1e-8f, 0.1f)]
    [InlineData(OptimizerKind.Muon, 0.98, 1e-8f, 0.01f)]
    [InlineData(OptimizerKind.BertAdam, 0.999, 1e-6f, 0.01f)]
    [InlineData(OptimizerKind.Lamb, 0.999, 1e-6f, 0.01f)]
    public void An_optimizer_brings_what_its_authors_set(
        OptimizerKind kind, double beta2, float epsilon, float weightDecay)
    {
        Recipe recipe = EffectiveOptions.Resolve(new TrainingOptions { Optimizer = kind }).Recipe;

        Assert.Equal((kind, beta2, epsilon), (recipe.Optimizer, recipe.Beta2, recipe.Epsilon));
        Assert.Equal(weightDecay, recipe.WeightDecay);
        recipe = EffectiveOptions.Resolve(
            new TrainingOptions { Optimizer = kind, Beta2 = 0.5, Epsilon = 0.25f }).Recipe;
        Assert.Equal((kind, 0.5, 0.25f), (recipe.Optimizer, recipe.Beta2, recipe.Epsilon));
    }

    [Fact]
    public void The_default_recipe_is_the_one_that_learned_most()
    {
        Recipe recipe = EffectiveOptions.Resolve(new TrainingOptions()).Recipe;

        var expected = new Recipe
        {
            LearningRate = 3e-3f,
            Beta2 = 0.999,
            WeightDecay = 0.1f,
            Schedule = ScheduleKind.Wsd,
            Cooldown = 0.4f,
            SampledPieces = 512,
        };
        Assert.Equal(expected, recipe);
        Assert.Equal(OptimizerKind.Adamw, recipe.Optimizer);
        Assert.Equal((1, 0f, 0), (recipe.Accumulation, recipe.BatchWarmup, recipe.AverageSteps));
    }

    [Fact]
    public void A_half_life_is_a_decay_for_the_tokens_of_a_step()
    {
        var options = new TrainingOptions { BatchTokens = 1024, Accumulation = 2, Beta2HalfLife = 4096 };
        EffectiveOptions decided = EffectiveOptions.Resolve(options);

        Assert.Equal(Math.Sqrt(0.5), decided.Recipe.Beta2, 1e-12);
        Assert.Null(decided.Options.Beta2);
        Assert.Equal(decided.Recipe, EffectiveOptions.Resolve(decided.Options).Recipe);
        Refused(options with { Beta2 = 0.9 }, "`beta2_half_life` and `beta2` exclude each other.");
    }

    [Fact]
    public void Epochs_are_a_budget_like_the_others()
    {
        EffectiveOptions decided = EffectiveOptions.Resolve(new TrainingOptions { Epochs = 2.5 });

        Assert.Equal(new Budget { Epochs = 2.5 }, decided.Budget);
        Assert.Null(decided.Options.Minutes);
        Refused(new TrainingOptions { Epochs = 1, Steps = 1 }, "`epochs` and `steps` exclude each other.");
        TrainingOptions merged = new TrainingOptions { Epochs = 3 }.With(new TrainingOptions { Tokens = 5 });
        Assert.Equal(new Budget { Tokens = 5 }, merged.Budget);
    }

    [Fact]
    public void A_cooldown_belongs_to_warm_up_stable_decay()
    {
        Assert.Equal(0.4f, EffectiveOptions.Resolve(new TrainingOptions()).Options.Cooldown);
        Assert.Equal(0.5f, EffectiveOptions.Resolve(new TrainingOptions { Cooldown = 0.5f }).Recipe.Cooldown);
        var muon = new TrainingOptions { Optimizer = OptimizerKind.Muon };
        Assert.Equal(0.2f, EffectiveOptions.Resolve(muon with { Schedule = ScheduleKind.Wsd }).Options.Cooldown);
        Assert.Null(EffectiveOptions.Resolve(muon).Options.Cooldown);
        Assert.Null(EffectiveOptions.Resolve(new TrainingOptions { Schedule = ScheduleKind.Cosine }).Options.Cooldown);
        var mini = new TrainingOptions { Preset = Preset.Mini };
        TrainingOptions[] without = [muon, mini, new TrainingOptions { Schedule = ScheduleKind.Linear }];
        Every.Item(without, options => Refused(
            options with { Cooldown = 0.5f },
            "`cooldown` is given, but only `schedule` wsd has one.",
            "Give `schedule` wsd, or leave `cooldown` out."));
        Refused(
            new TrainingOptions { Schedule = ScheduleKind.Wsd, Cooldown = 0.5f, Warmup = 0.6f },
            "`warmup` 0.6 and `cooldown` 0.5 are more than the budget.",
            "Give shares that add up to 1 at most.");
    }

    [Fact]
    public void A_sample_of_the_vocabulary_is_for_small_new_models_on_the_processor()
    {
        static EffectiveOptions Decided(TrainingOptions options) => EffectiveOptions.Resolve(options);
        var small = new TrainingOptions { Preset = Preset.Small };
        Assert.Equal(512, Decided(new TrainingOptions()).Options.SampledPieces);
        Assert.Equal(512, Decided(new TrainingOptions { Preset = Preset.Mini }).Options.SampledPieces);
        Assert.Equal(512, Decided(new TrainingOptions { Optimizer = OptimizerKind.Muon }).Recipe.SampledPieces);
        Assert.Equal(0, Decided(small).Options.SampledPieces);
        Assert.Equal(64, Decided(small with { SampledPieces = 64 }).Recipe.SampledPieces);
        EffectiveOptions continued = EffectiveOptions.Resolve(
            new TrainingOptions(), PresetSizes.Config(Preset.Tiny, 100, 64, 0, paddingId: 0));
        Assert.Equal(0, continued.Recipe.SampledPieces);
        var device = new TrainingOptions { Device = "cuda:1" };
        Assert.Equal(0, Decided(device).Recipe.SampledPieces);
        Assert.Null(Decided(device with { SampledPieces = 0 }).Options.SampledPieces);
        Refused(
            device with { SampledPieces = 64 },
            "`sampled_pieces` is 64, but `device` cuda:1 computes the whole vocabulary.",
            "Leave `sampled_pieces` out, or compute on the processor.");
        Refused(
            new TrainingOptions { SampledPieces = -1 },
            "`sampled_pieces` is -1, outside its range: 0 to 1000000.");
    }

    [Theory]
    [InlineData(OptimizerKind.Lamb)]
    [InlineData(OptimizerKind.Muon)]
    [InlineData(OptimizerKind.BertAdam)]
    public void Every_optimizer_runs_on_a_device(OptimizerKind kind) =>
        new TrainingOptions { Device = "cuda:1", Optimizer = kind, AverageSteps = 100 }.Validate();

    [Fact]
    public void Ranges_are_checked()
    {
        Refused(new TrainingOptions { Accumulation = 0 }, "`accumulation` is 0, outside its range: 1 to 4096.");
        Refused(new TrainingOptions { BatchWarmup = 1 }, "`batch_warmup` is 1, outside its range: 0 to 0.9.");
        Refused(new TrainingOptions { Patience = 0 }, "`patience` is 0, outside its range: 1 to 1000000.");
        Refused(new TrainingOptions { Epochs = 0 }, "`epochs` is 0, outside its range: above 0, at most 1000000.");
    }

    [Fact]
    public void PatienceNeedsEvaluations()
    {
        Refused(
            new TrainingOptions { Patience = 3, Evaluations = 0 },
            "`patience` 3 counts evaluations in the course of the run, but `evaluations` is 0.",
            "Give `evaluations` 1 or more, or leave `patience` out.");
        TrainingOptionsRules.Check(new TrainingOptions { Patience = 3, Evaluations = 1 });
    }

    [Fact]
    public void TheCorpusIsNoOutput()
    {
        Refused(
            new TrainingOptions { Data = ["other", "texts"], Output = "texts/" },
            "`output` is texts, which is the corpus: the model's files would lie among the texts.",
            "Give `output` a folder of its own, in the corpus's folder or elsewhere.");
        Refused(
            new TrainingOptions { Validation = ["./cloze-model"] },
            "`output` is ./cloze-model, which is the corpus: the model's files would lie among the texts.");
        using var folder = new TemporaryFolder();
        string file = folder.Write("texts/a.txt", "one"), link = folder.File("link");
        Refused(
            new TrainingOptions { Data = [file], Output = folder.File("texts") },
            $"`output` is {folder.File("texts")}, which is the corpus: the model's files would lie among the texts.");
        TrainingOptionsRules.Check(new TrainingOptions { Data = [file], Output = folder.File("texts/model") });
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateSymbolicLink(link, folder.File("texts"));
        Refused(
            new TrainingOptions { Data = [folder.File("texts")], Output = link },
            $"`output` is {folder.File("texts")}, which is the corpus: the model's files would lie among the texts.");
        TrainingOptionsRules.Check(new TrainingOptions { Data = ["texts"], Output = "texts/model" });
    }

    private static void Refused(TrainingOptions options, string message, string? hint = null)
    {
        ClozeException error = Assert.Throws<ClozeException>(() => EffectiveOptions.Resolve(options));
        Assert.Equal(message, error.Message);
        if (hint is not null) Assert.Equal(hint, error.Hint);
    }
}
