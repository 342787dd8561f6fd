using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Cloze.Compute;
using Xunit;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Compiles the texts for the processor, with emulator.h in place of what only a device can do.</summary>
internal static partial class HostCompiler
{
    private static readonly ConcurrentDictionary<(string File, int ElementSize), Lazy<string>> s_libraries = new();
    private static readonly string[] s_names = ["clang++-16", "clang++", "g++"];

    /// <summary>The compiler's path; null where there is none.</summary>
    public static string? Path { get; } = s_names.Select(Find).FirstOrDefault(path => path is not null);

    /// <summary>The device's compiler that checks types; null where there is none.</summary>
    public static string? DevicePath { get; } = Find("clang-16");

    /// <summary>Skips the test where there is no compiler.</summary>
    public static void Require()
    {
        if (Path is null) Assert.Skip($"no C++ compiler: none of {string.Join(", ", s_names)} is on the path");
    }

    /// <summary>A file of this folder.</summary>
    public static string Beside(string name) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(ThisFile())!, name);

    /// <summary>The library of one text's kernels, compiled on first use and kept by the hash of its source.</summary>
    public static string Library(string file, int elementSize) =>
        s_libraries.GetOrAdd((file, elementSize), key => new(() => Compile(key.File, key.ElementSize))).Value;

    /// <summary>Runs a program to its end; its error output, empty where it succeeded without a word.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? errors : $"exit code {process.ExitCode}: {errors}";
    }

    private static string Compile(string file, int elementSize)
    {
        string source = Source(file);
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path} {elementSize} {source}")));
        string folder = Directory.CreateDirectory(System.IO.Path.Combine(
            System.IO.Path.GetTempPath(), "cloze-kernels")).FullName;
        string library = System.IO.Path.Combine(folder, name[..32] + ".so");
        if (System.IO.File.Exists(library)) return library;
        string mine = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"));
        System.IO.File.WriteAllText(mine + ".cpp", source);
        string errors = Run(
            Path!, "-std=c++17", "-O1", "-fPIC", "-shared", "-fno-exceptions", "-Wall", "-Wno-unused-function",
            "-Wno-unused-variable", "-Wno-unknown-pragmas", $"-DELEMENT_BF16={(elementSize == 2 ? 1 : 0)}",
            mine + ".cpp", "-o", mine + ".so");
        System.IO.File.Delete(mine + ".cpp");
        Assert.True(errors.Length == 0, $"{file}: {errors}");
        System.IO.File.Move(mine + ".so", library, overwrite: true);
        return library;
    }

    // The text without the device's part, and a function that finds a kernel by its name.
    private static string Source(string file)
    {
        var text = new StringBuilder(System.IO.File.ReadAllText(Beside("emulator.h")));
        foreach (string part in KernelText.Parts(file).Skip(1)) text.Append(KernelText.Source(part));
        string[] kernels = [.. KernelName().Matches(KernelText.Source(file)).Select(match => match.Groups[1].Value)];
        text.Append("\n#line 1 \"registry\"\n");
        foreach (string kernel in kernels)
        {
            text.Append($"static void start_{kernel}() {{ emulator::call({kernel}); }}\n");
        }

        text.Append("extern \"C\" const char* run_kernel(const char* name, const int* shape, int given,");
        text.Append(" const int* sizes, const u64* bits)\n{\n");
        foreach (string kernel in kernels)
        {
            text.Append($"if (!strcmp(name, \"{kernel}\")) return emulator::launch({kernel}, start_{kernel}, shape,");
            text.Append(" given, sizes, bits);\n");
        }

        return text.Append("return \"there is no such kernel\";\n}\n").ToString();
    }

    private static string ThisFile([CallerFilePath] string thisFile = "") => thisFile;

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists);

    [GeneratedRegex(@"KERNEL(?:_OF)?\([\w, ]+\)\s+(\w+)\(")]
    private static partial Regex KernelName();
}
