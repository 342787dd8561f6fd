using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class SdkDocumentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EverySdkGivesSomeTenThousandTexts()
    {
        int count = SdkDocumentation.Read().Select(document => document.Text).Distinct().Count();
        Assert.InRange(count, 30_000, 200_000);
    }

    [Fact]
    public void AnySdkOfThisReleaseGivesTheTextsOfTheFixedCopyInItsOrder()
    {
        string copy = SharedFiles.Require("data/corpus/dotnet-sdk-docs.txt.gz");
        Document[] documents = [.. SdkDocumentation.Read()];
        string[] found = [.. documents.Select(document => document.Text)];
        string[] expected = [.. Corpus.Read(new CorpusOptions { Paths = [copy] }).Select(document => document.Text)];
        string[] folders = documents[0].Source.Split('/', '\\');

        // The copy is of the reference packs 10.0.12; a patch changes few of them.
        if (folders.Contains("10.0.12")) Assert.Equal(expected, found);
        string[] common = [.. expected.Intersect(found)];
        Assert.InRange(common.Length, 0.98 * expected.Length, expected.Length);
        Assert.InRange(common.Length, 0.98 * found.Length, found.Length);
        var places = found.Select((text, place) => (text, place)).ToDictionary();
        int inOrder = common.Zip(common.Skip(1)).Count(pair => places[pair.First] < places[pair.Second]);
        Assert.InRange(inOrder, 0.98 * common.Length, common.Length);
    }

    [Theory]
    [InlineData("Reads <see cref=\"T:System.String\"/> at once.", "Reads String at once.")]
    [InlineData("Calls <see cref=\"M:A.B``1(C.D,E)\" /> for <see langword=\"null\" />.", "Calls B for null.")]
    [InlineData("The key <paramref name=\"key\"/> of <typeparamref name=\"TKey\"/>.", "The key key of TKey.")]
    [InlineData("Follows <see href=\"https://a.org/x\">the standard</see>.", "Follows the standard.")]
    [InlineData("First.<para>Second <c>code</c> &lt;x&gt;</para>\n  Last.", "First. Second code <x> Last.")]
    [InlineData(
        "<list><item><term>One or</term><description>another way</description></item></list>",
        "One or another way")]
    [InlineData("Not a <!-- word of --> comment, <see cref=\"T:A.B\">\n</see>.", "Not a comment, .")]
    [InlineData("A code block: <code><![CDATA[if (a < b)]]></code>", "A code block: if (a < b)")]
    public void ReferencesBecomeTheirVisibleWords(string summary, string expected) =>
        Assert.Equal([expected], Texts($"<member name='T:A'><summary>{summary}</summary></member>"));

    [Fact]
    public void EverySectionIsALineAndShortOnesAreLeftOut() =>
        Assert.Equal(
            ["Summary of this member.\nFirst parameter of it.\nWhat it gives back."],
            Texts(
                "<member name='M:A'><summary>\n Summary of this\n member.</summary>" +
                "<param name='a'>First parameter of it.</param>" +
                "<param name='b'>The value.</param><returns>What it gives back.</returns></member>"));

    [Fact]
    public void RepeatedAndEmptyTextsAreDropped() =>
        Assert.Equal(
            ["Gets or sets the name."],
            Texts(
                "<member name='P:A'><summary>Gets or sets the name.</summary></member><member name='P:B'/>" +
                "<member name='P:C'><inheritdoc/></member>" +
                "<member name='P:D'><value>Gets or sets the name.</value></member>"));

    [Fact]
    public void TheNewestVersionOfEachPackIsRead()
    {
        foreach (string version in (string[])["9.0.8", "10.0.2", "10.0.10-rc.1", "10.0.10", "8.0.20"])
        {
            WritePack($"Microsoft.One.Ref/{version}", $"<member><summary>This is version {version}</summary></member>");
        }

        WritePack("Microsoft.Another.Ref/1.0.0", "<member><summary>Another pack of texts</summary></member>");
        Assert.Equal(["Another pack of texts", "This is version 10.0.10"], Texts());
    }

    [Fact]
    public void MissingPacksAreReportedWithAWayOut()
    {
        var error = Assert.Throws<ClozeException>(() => SdkDocumentation.Read(_folder.Path));
        Assert.EndsWith($"*.xml was found below {_folder.Path}.", error.Message);
        Assert.Contains(".NET reference documentation", error.Message);
        Assert.Contains("`data`", error.Hint);
    }

    [Theory]
    [InlineData("<doc><member><summary>no end", "unexpected end of file")]
    [InlineData("<!DOCTYPE doc [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><doc>&x;</doc>", "DTD")]
    public void DamagedAndHostileFilesAreRefused(string xml, string message)
    {
        string path = _folder.Write("packs/Microsoft.A.Ref/1.0.0/ref/net10.0/a.xml", xml);
        var error = Assert.Throws<ClozeException>(() => SdkDocumentation.Read(_folder.Path).Count());
        Assert.Contains(path, error.Message);
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void EndlessNestingIsRefused()
    {
        string nested = string.Concat(Enumerable.Repeat("<para>", 100_000));
        var error = Assert.Throws<ClozeException>(() => Texts($"<member><summary>{nested}</summary></member>"));
        Assert.Contains("nest deeper than 64", error.Message);
    }

    private string[] Texts(string members)
    {
        WritePack("Microsoft.A.Ref/1.0.0", members);
        return Texts();
    }

    private string[] Texts() => [.. SdkDocumentation.Read(_folder.Path).Select(document => document.Text)];

    private void WritePack(string version, string members) =>
        _folder.Write($"packs/{version}/ref/net10.0/a.xml", $"<doc><members>{members}</members></doc>");
}
