using System.Text.Json.Serialization;

namespace Cloze.Data;

/// <summary>The two halves of a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoreHalf>))]
internal enum StoreHalf
{
    /// <summary>Documents that are trained on.</summary>
    Training,

    /// <summary>Documents that are evaluated on.</summary>
    HeldOut,
}
