using Cloze.Compute;
using Cloze.Models;

namespace Cloze.Initialization;

/// <summary>
/// First weights of pieces that a vocabulary gained: of the embedding, of the decoder and of its bias each the mean of
/// what the pieces have that wrote the word before (Gee et al. 2022).
/// </summary>
internal static class NewPieces
{
    /// <summary>Writes the rows of new pieces.</summary>
    /// <param name="pieces">Each new id with the ids that wrote its word before.</param>
    /// <param name="model">The model, large enough for the new pieces, the weights of the old ones in place.</param>
    public static void Apply(IEnumerable<(int Id, int[] Before)> pieces, EncoderModel model)
    {
        Tensor[] tables =
        [
            .. model.Layout.Parameters.Where(IsTable)
                .Select(parameter => parameter.IsVector ? Turned(model[parameter.Name]) : model[parameter.Name]),
        ];
        foreach ((int id, int[] before) in pieces)
        {
            foreach (Tensor table in tables) SetMean(table, id, before, model.Backend);
        }
    }

    private static bool IsTable(ParameterSpec parameter) =>
        parameter.Part is ModelPart.WordEmbeddings or ModelPart.Decoder or ModelPart.Prediction;

    // A bias [1, V] as [V, 1].
    private static Tensor Turned(Tensor bias) => bias.Slice(0, bias.Columns, 1);

    private static void SetMean(Tensor table, int id, int[] before, Backend backend)
    {
        double[] sum = new double[table.Columns];
        float[] row = new float[table.Columns];
        foreach (int piece in before)
        {
            backend.Download(table.RowRange(piece, 1), row);
            for (int i = 0; i < row.Length; i++) sum[i] += row[i];
        }

        for (int i = 0; i < row.Length; i++) row[i] = (float)(sum[i] / before.Length);
        backend.Upload(row, table.RowRange(id, 1));
    }
}
