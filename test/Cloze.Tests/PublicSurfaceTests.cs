using System.Reflection;
using System.Runtime.CompilerServices;
using Cloze.Extensions;
using Cloze.Inference;
using Xunit;

namespace Cloze.Tests;

/// <summary>
/// What users of the libraries may rely on is listed in <c>docs/public-surface.txt</c>, a line a type or member: a
/// change of it shows in the diff. <c>CLOZE_WRITE_DOCS=1</c> writes the list anew.
/// </summary>
public class PublicSurfaceTests
{
    [Fact]
    public void TheSurfaceIsTheListedOne()
    {
        string path = Path.Combine(Root(), "docs", "public-surface.txt");
        string[] surface = [.. Types().SelectMany(Describe)];
        if (Environment.GetEnvironmentVariable("CLOZE_WRITE_DOCS") == "1") File.WriteAllLines(path, surface);
        Assert.Equal(File.ReadAllLines(path), surface);
    }

    [Fact]
    public void OfKernelsAndFilesOnlyTheNamesOfInstructionSetsArePublic()
    {
        string[] hidden = ["Cloze.Kernels", "Cloze.Files", "Cloze.Formats"];
        Assert.DoesNotContain(
            Types(), type => hidden.Contains(type.Namespace) && type != typeof(Cloze.Kernels.InstructionSet));
    }

    private static IEnumerable<Type> Types() =>
        typeof(MaskedLanguageModel).Assembly.GetExportedTypes().Concat(typeof(ClozeOptions).Assembly.GetExportedTypes())
            .OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static IEnumerable<string> Describe(Type type)
    {
        yield return type.FullName!;
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
            | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> members =
            from member in type.GetMembers(all)
            where IsVisible(member) && !IsOfTheCompiler(member)
            select $"  {member}";
        foreach (string member in members.Distinct().Order(StringComparer.Ordinal)) yield return member;
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        MethodBase method => !(method.IsSpecialName && method is MethodInfo)
            && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(
            accessor => accessor.IsPublic || accessor.IsFamily || accessor.IsFamilyOrAssembly),
        _ => false,
    };

    // What a record has by itself says nothing about what was meant.
    private static bool IsOfTheCompiler(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member.Name is "value__" or "EqualityContract" or "PrintMembers" or "Equals" or "GetHashCode" or "ToString"
        || member is ConstructorInfo constructor && constructor.GetParameters() is [{ } only]
            && only.ParameterType == constructor.DeclaringType;

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
