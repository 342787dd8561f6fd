namespace Cloze.Models;

/// <summary>
/// Names of tensors that nothing is computed with, for people: what an optimizer kept beside each variable is counted,
/// as a checkpoint of TensorFlow's has hundreds of these.
/// </summary>
internal static class UnusedNames
{
    /// <summary>The optimizer's in one, first; then each of the others, fit to be shown.</summary>
    public static IReadOnlyList<string> Group(IReadOnlyList<string> names)
    {
        string[] slots = [.. names.Where(TensorFlowNames.IsSlot)];
        IEnumerable<string> others = names.Where(name => !TensorFlowNames.IsSlot(name)).Select(Printable.Line);
        return slots.Length == 0 ? [.. others] : [Counted(slots), .. others];
    }

    private static string Counted(string[] slots)
    {
        IEnumerable<string> kinds = slots.Select(name => "…" + name[name.LastIndexOf('/')..]).Distinct()
            .Order(StringComparer.Ordinal);
        string count = slots.Length == 1 ? "1 tensor" : $"{slots.Length} tensors";
        return $"{count} of the optimizer ({string.Join(", ", kinds)})";
    }
}
