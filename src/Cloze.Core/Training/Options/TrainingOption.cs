namespace Cloze.Training;

/// <summary>
/// All there is to know of one option of a training run; a row of <see cref="TrainingOptionTable"/>. Command line,
/// file, checks, help and documents follow from it.
/// </summary>
public sealed class TrainingOption
{
    private readonly Func<TrainingOptions, object?> _get;
    private readonly Func<TrainingOptions, object?, TrainingOptions> _set;

    internal TrainingOption(
        string key, Func<TrainingOptions, object?> get, Func<TrainingOptions, object?, TrainingOptions> set)
    {
        Key = key;
        Flag = key.Replace('_', '-');
        _get = get;
        _set = set;
    }

    /// <summary>The name in a JSON file and in messages: "learning_rate".</summary>
    public string Key { get; }

    /// <summary>The name on a command line, without what marks it as an option there: "learning-rate".</summary>
    public string Flag { get; init; }

    /// <summary>What its values are.</summary>
    public required OptionKind Kind { get; init; }

    /// <summary>What it does, one sentence.</summary>
    public required string Help { get; init; }

    /// <summary>Whether a resumed run may change it: then it does not decide a bit of the result.</summary>
    public bool MayChangeOnResume { get; init; }

    /// <summary>What holds when it is not given, for people; null where there is nothing to say.</summary>
    public string? DefaultText
    {
        get => field ?? (Default is null ? Recipe?.Describe(Kind) : Kind.Show(Default));
        init;
    }

    /// <summary>The value when it is not given.</summary>
    internal object? Default { get; init; }

    /// <summary>The value when it is not given, where that depends on the others.</summary>
    internal Func<TrainingOptions, object>? DefaultBeside { get; init; }

    /// <summary>Where the recipe has it.</summary>
    internal RecipeValue? Recipe { get; init; }

    /// <summary>Whether the option means something beside the others; where not, its value stays open.</summary>
    internal Func<TrainingOptions, bool> Applies { get; init; } = _ => true;

    /// <summary>Whether the record of a run keeps it; not where it says what to do with a run before.</summary>
    internal bool IsKept { get; init; } = true;

    /// <summary>Keys of options that cannot be given beside it.</summary>
    internal IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>The value given; null where it is left open.</summary>
    public object? Get(TrainingOptions options) => _get(options);

    /// <summary>The options with another value, or with this one left open.</summary>
    /// <exception cref="InvalidCastException">The value is not of the option's kind.</exception>
    public TrainingOptions Set(TrainingOptions options, object? value) => _set(options, value);

    /// <summary>What is wrong with the value given, the option's name going before; null where nothing is.</summary>
    internal string? Complaint(TrainingOptions options) => Get(options) is { } value ? Kind.Complaint(value) : null;

    /// <summary>Whether it asks for something: a value, or that something be done.</summary>
    internal bool Asks(TrainingOptions options) => Get(options) is not (null or false);

    /// <summary>The value that holds: the one given, else the recipe's, else the default.</summary>
    internal object? Decide(TrainingOptions options, Recipe recipe)
    {
        if (!IsKept || !Applies(options)) return null;
        return Recipe?.Get(recipe) ?? Get(options) ?? DefaultBeside?.Invoke(options) ?? Default;
    }
}
