namespace Cloze.Training;

/// <summary>A value of a recipe that an option may replace.</summary>
/// <param name="Get">The recipe's value.</param>
/// <param name="Set">The recipe with another.</param>
internal sealed record RecipeValue(Func<Recipe, object> Get, Func<Recipe, object, Recipe> Set)
{
    public static RecipeValue Of<T>(Func<Recipe, T> get, Func<Recipe, T, Recipe> set)
        where T : notnull => new(recipe => get(recipe), (recipe, value) => set(recipe, (T)value));

    /// <summary>
    /// The value where all presets share it, else each preset's; those of today's layout have the others' of their
    /// size.
    /// </summary>
    public string Describe(OptionKind kind)
    {
        Preset[] presets = [.. Enum.GetValues<Preset>().Where(preset => !PresetSizes.IsModern(preset))];
        string[] values = [.. presets.Select(preset => kind.Show(Get(Recipe.For(preset))))];
        if (values.Distinct().Count() == 1) return values[0];
        return string.Join(", ", presets.Zip(values, (preset, value) => $"{PresetSizes.NameOf(preset)} {value}"));
    }
}
