using Cloze.Cli.Hosting;
using Cloze.Cli.Rendering;
using Cloze.Data;
using Cloze.Inference;

namespace Cloze.Cli.Commands;

/// <summary>All masks of a text together.</summary>
internal static class JointFillTexts
{
    /// <summary>What is done with each text.</summary>
    public static TextWork<JointFillResult> Work(
        MaskedLanguageModel model,
        JointFillOptions options,
        bool json,
        CliContext context,
        CancellationToken cancellation)
    {
        CutTexts cut = LoadedModel.Cut(model.Config, context);
        JointFillResult Fill(TextRecord text)
        {
            JointFillResult result = model.FillJointly(new TextPair(text.Text, text.Pair), options, cancellation);
            cut.Add(text.Line, result.TokensCut);
            return result;
        }

        JointFillResult OneOfMany(TextRecord text)
        {
            try
            {
                return Fill(text);
            }
            catch (ClozeException refusal)
            {
                throw new TextException(0, refusal);
            }
        }

        void Print(TextRecord text, JointFillResult result)
        {
            if (json) context.Output.WriteLine(JointFillJson.Fills(result));
            else JointFillTable.Write(result, context.OutputConsole);
        }

        return new TextWork<JointFillResult>
        {
            One = Fill,
            Many = many => many.Select(OneOfMany),
            Print = Print,
            Line = (text, result) => json
                ? JointFillJson.ToLine(text, result)
                : Printable.Line(JointFillTable.Line(result)),
            Finish = cut.Finish,
        };
    }
}
