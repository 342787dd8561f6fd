using System.Text.Json;
using Cloze.Compute;

namespace Cloze.Training;

/// <summary>The name of a device: "cpu", "cuda", "cuda:1".</summary>
public sealed class DeviceKind : OptionKind
{
    /// <inheritdoc/>
    public override string ValueName => "DEVICE";

    /// <inheritdoc/>
    public override string Expected => DeviceName.Expected;

    /// <inheritdoc/>
    public override string Range => DeviceName.Expected;

    /// <inheritdoc/>
    public override object? Parse(IReadOnlyList<string> words) =>
        words is [var word] && DeviceName.IsValid(word) ? word : null;

    /// <inheritdoc/>
    public override object? Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? Parse([json.GetString()!]) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue((string)value);

    /// <inheritdoc/>
    public override string Show(object value) => (string)value;

    /// <inheritdoc/>
    public override string? Complaint(object value) =>
        DeviceName.IsValid((string)value) ? null : $"is \"{value}\", expected {Expected}.";
}
