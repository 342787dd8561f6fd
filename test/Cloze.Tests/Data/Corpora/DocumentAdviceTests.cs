using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class DocumentAdviceTests
{
    [Fact]
    public void FinerNamesFinerRulesAlone()
    {
        Assert.Contains("`document` blank-line", DocumentAdvice.Finer(DocumentRule.File));
        Assert.Contains("`document` line", DocumentAdvice.Finer(DocumentRule.BlankLine));
        Assert.DoesNotContain("blank-line", DocumentAdvice.Finer(DocumentRule.BlankLine));
        Assert.Null(DocumentAdvice.Finer(DocumentRule.Line));
        Assert.Null(DocumentAdvice.Finer(null));
    }

    [Theory]
    [InlineData(DocumentRule.BlankLine, false, "Give `document` file to keep a file together")]
    [InlineData(DocumentRule.BlankLine, true, "Put a blank line between texts alone")]
    [InlineData(DocumentRule.Line, false, "Give `document` blank-line or file to keep lines together")]
    [InlineData(DocumentRule.Line, true, "Put a blank line between texts alone and give `document` blank-line")]
    [InlineData(DocumentRule.File, true, "Keep more text together in a document")]
    [InlineData(null, true, "Keep more text together in a document")]
    public void LongerDoesNotMakeOneDocumentOfAll(DocumentRule? rule, bool isOneFile, string expected) =>
        Assert.Equal(expected, DocumentAdvice.Longer(rule, isOneFile));
}
