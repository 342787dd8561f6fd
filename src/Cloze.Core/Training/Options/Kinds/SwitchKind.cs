using System.Text.Json;

namespace Cloze.Training;

/// <summary>Something done or left: given as its bare name, in a file as true or false.</summary>
public sealed class SwitchKind : OptionKind
{
    /// <inheritdoc/>
    public override string ValueName => "";

    /// <inheritdoc/>
    public override string Expected => "true or false";

    /// <inheritdoc/>
    public override bool IsSwitch => true;

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) => words switch
    {
        [] or ["true"] => true,
        ["false"] => false,
        _ => null,
    };

    /// <inheritdoc/>
    public override object? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteBooleanValue((bool)value);

    /// <inheritdoc/>
    public override string Show(object value) => (bool)value ? "true" : "false";
}
