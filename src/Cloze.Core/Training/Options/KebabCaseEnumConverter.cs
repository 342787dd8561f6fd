using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloze.Training;

/// <summary>Writes an enumeration as the command line has it, "blank-line", and reads nothing but such names.</summary>
internal sealed class KebabCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
