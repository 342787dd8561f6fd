namespace Cloze.Training;

/// <summary>A value of a recipe that an option may replace.</summary>
/// <param name="Get">The recipe's value.</param>
/// <param name="Set">The recipe with another.</param>
internal sealed record RecipeValue(Func<Recipe, object> Get, Func<Recipe, object, Recipe> Set)
{
    public static RecipeValue Of<T>(Func<Recipe, T> get, Func<Recipe, T, Recipe> set)
        where T : notnull => new(recipe => get(recipe), (recipe, value) => set(recipe, (T)value));

    /// <summary>The value where all presets share it, else each preset's.</summary>
    public string Describe(OptionKind kind)
    {
        string[] values = [.. Enum.GetValues<Preset>().Select(preset => kind.Show(Get(Recipe.For(preset))))];
        if (values.Distinct().Count() == 1) return values[0];
        return string.Join(
            ", ", Enum.GetNames<Preset>().Zip(values, (name, value) => $"{name.ToLowerInvariant()} {value}"));
    }
}
