using System.Globalization;

namespace Cloze.Formats;

/// <summary>Reads a constant of a graph (TensorProto), all but its values.</summary>
internal static class OnnxTensorReader
{
    private const int MostDimensions = 16, MostNumbers = 1 << 20, External = 1;

    /// <summary>Reads a constant.</summary>
    /// <exception cref="ClozeException">It is damaged, or its bytes are not as many as its shape says.</exception>
    public static OnnxTensor Read(string path, MessageReader fields)
    {
        var parts = new Parts();
        while (fields.Read()) parts.Take(fields);
        long length = LengthOf(path, parts);
        if (OnnxTensor.SizeOf(parts.Element) == 0) return parts.At(null, 0, 0);
        if (parts.Location == External) return OfFile(path, parts, length);
        if (length == 0) return parts.At(null, 0, 0);
        if (parts.Numbers.Count > 0)
        {
            Require(path, parts, parts.Numbers.Count, length / OnnxTensor.SizeOf(parts.Element), "numbers");
            return parts.At(null, 0, 0);
        }

        var (place, found) = parts.Raw.Length > 0 ? parts.Raw : parts.Listed;
        Require(path, parts, found, length, "bytes");
        return parts.At(null, place, length);
    }

    // Where the type is none of those that weights have, nothing is said of its bytes, and none are read.
    private static long LengthOf(string path, Parts parts)
    {
        Int128 length = OnnxTensor.SizeOf(parts.Element);
        foreach (long dimension in parts.Shape)
        {
            length *= dimension;
            if (dimension >= 0 && length <= long.MaxValue) continue;
            throw OnnxErrors.Damaged(path, $"{parts} has a dimension that no constant has.");
        }

        return (long)length;
    }

    private static OnnxTensor OfFile(string path, Parts parts, long length)
    {
        long place = Number(path, parts, "offset", 0);
        Require(path, parts, Number(path, parts, "length", length), length, "bytes in a file beside it");
        return parts.At(parts.Outside.GetValueOrDefault("location", ""), place, length);
    }

    private static void Require(string path, Parts parts, long found, long expected, string what)
    {
        if (found == expected) return;
        throw OnnxErrors.Damaged(
            path, FormattableString.Invariant($"{parts} has {found} {what}, expected {expected}."));
    }

    private static long Number(string path, Parts parts, string key, long standard)
    {
        if (!parts.Outside.TryGetValue(key, out string? text)) return standard;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return number;
        throw OnnxErrors.Damaged(path, $"{parts} has the {key} \"{text}\".");
    }

    private sealed class Parts
    {
        public string Name { get; private set; } = "";

        public List<long> Shape { get; } = [];

        public OnnxElement Element { get; private set; }

        public ulong Location { get; private set; }

        public (long Place, long Length) Raw { get; private set; }

        /// <summary>Values that stand as a list of floats or doubles, whose bytes are those of raw data.</summary>
        public (long Place, long Length) Listed { get; private set; }

        /// <summary>Values that stand as a list of whole numbers, a few bytes each.</summary>
        public List<long> Numbers { get; } = [];

        public Dictionary<string, string> Outside { get; } = [];

        public void Take(MessageReader fields)
        {
            switch (fields.Field)
            {
                case 1: fields.AddNumbers(Shape, MostDimensions); break;
                case 2: Element = (OnnxElement)Math.Min(fields.Number, byte.MaxValue); break;
                case 4 or 10 when fields.IsBytes: Listed = fields.Stretch(); break;
                case 5 or 7: fields.AddNumbers(Numbers, MostNumbers); break;
                case 8: Name = fields.Text(); break;
                case 9: Raw = fields.Stretch(); break;
                case 13: TakeEntry(fields.Message()); break;
                case 14: Location = fields.Number; break;
            }
        }

        public OnnxTensor At(string? file, long place, long length) =>
            new(Name, Element, Shape, file, place, length) { Numbers = Numbers };

        public override string ToString() => $"the constant {Name} of shape {TensorEntry.FormatShape(Shape)}";

        private void TakeEntry(MessageReader fields)
        {
            string key = "", value = "";
            while (fields.Read())
            {
                if (fields.Field == 1) key = fields.Text();
                else if (fields.Field == 2) value = fields.Text();
            }

            Outside[key] = value;
        }
    }
}
