namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Cloze itself and its peers, those that can be had here.</summary>
internal sealed class Contestants
{
    private readonly string? _torchScript;
    private string? _torchLibraries;
    private readonly string? _onnxFolder;
    private readonly string? _peers;

    private Contestants(string? torchScript, string? onnxFolder, string? peers) =>
        (_torchScript, _onnxFolder, _peers) = (torchScript, onnxFolder, peers);

    /// <summary>Cloze alone.</summary>
    public static Contestants None => new(null, null, null);

    /// <summary>What cannot be compared with, and why.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Looks for the peers; builds the project that runs two of them where that was not done.</summary>
    public static Contestants Find()
    {
        string? torchScript = OperatingSystem.IsLinux() ? Repository.Shared("tools", "torch-peer", "run.sh") : null;
        string? onnxFolder = Repository.Shared("tools", "onnx-peer"), peers = BuildPeers();
        var found = new Contestants(torchScript, onnxFolder, peers);
        if (torchScript is null) found.Missing.Add("libtorch (../shared/tools/torch-peer is not beside the clone)");
        if (onnxFolder is null) found.Missing.Add("ONNX Runtime (../shared/tools/onnx-peer is not beside the clone)");
        if (peers is null) found.Missing.Add("ONNX Runtime and tokenizers (bench/Cloze.Peers does not build here)");
        return found;
    }

    /// <summary>A figure of Cloze's own, in a process of its own.</summary>
    public static Contestant Cloze(params string[] words) =>
        new("Cloze", limit => ChildProcess.Lines(
            "dotnet", [typeof(Contestants).Assembly.Location, "figure", .. words], limit));

    /// <summary>The torch peer, or none.</summary>
    public IEnumerable<Contestant> Torch(params string[] words) => _torchScript is null
        ? []
        : [new("libtorch", limit => ChildProcess.Lines("bash", [_torchScript, .. words], limit))];

    /// <summary>ONNX Runtime on a preset's graph, or none.</summary>
    public IEnumerable<Contestant> Onnx(string preset, params string[] words) => _onnxFolder is null || _peers is null
        ? []
        : [Peer("ONNX Runtime", ["infer", "--model", Path.Combine(_onnxFolder, $"bert-{preset}.onnx"), .. words])];

    /// <summary>libtorch's matmul, or none.</summary>
    public IEnumerable<Contestant> TorchMatmul(params string[] words)
    {
        if (_torchScript is null || _peers is null) return [];
        _torchLibraries ??= FindTorchLibraries() ?? BuildTorchLibraries(_torchScript);
        return _torchLibraries is { } libraries
            ? [Peer("libtorch", ["matmul", .. words], TorchEnvironment(libraries))]
            : [];
    }

    /// <summary>Microsoft.ML.Tokenizers, or none.</summary>
    public IEnumerable<Contestant> Tokenizers(params string[] words) =>
        _peers is null ? [] : [Peer("Microsoft.ML.Tokenizers", ["tokenize", .. words])];

    private Contestant Peer(string name, string[] words, IReadOnlyDictionary<string, string>? environment = null) =>
        new(name, limit => ChildProcess.Lines("dotnet", [_peers!, .. words], limit, environment));

    private static string? BuildPeers()
    {
        string folder = Repository.Path("bench", "Cloze.Peers");
        string program = Path.Combine(folder, "bin", "Release", "net10.0", "Cloze.Peers.dll");
        if (File.Exists(program) && !Sources(folder).Any(source => IsNewer(source, program))) return program;
        try
        {
            Console.Error.WriteLine("building bench/Cloze.Peers ...");
            ChildProcess.Text("dotnet", ["build", "-c", "Release", folder]);
            return program;
        }
        catch (ClozeException error)
        {
            Console.Error.WriteLine(error.Message);
            return null;
        }
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateFiles(Repository.Path("bench", "Cloze.Benchmarks")));

    private static bool IsNewer(string source, string program) =>
        Path.GetExtension(source) == ".cs" && File.GetLastWriteTimeUtc(source) > File.GetLastWriteTimeUtc(program);

    // The torch peer's script builds into the user's cache, and makes the libraries fit an older C++ library there.
    private static string? FindTorchLibraries()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } path
            ? path
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string build = Path.Combine(cache, "torch-peer", "bin");
        if (!OperatingSystem.IsLinux() || !Directory.Exists(build)) return null;
        return Directory.EnumerateFiles(build, "libLibTorchSharp.so", SearchOption.AllDirectories)
            .Select(Path.GetDirectoryName).FirstOrDefault();
    }

    // The script builds the peer the first time that it runs it.
    private string? BuildTorchLibraries(string script)
    {
        try
        {
            ChildProcess.Text("bash", [script, "--mode", "train", "--presets", "tiny", "--steps", "1"]);
        }
        catch (ClozeException error)
        {
            Missing.Add($"libtorch's matmul ({error.Message})");
        }

        return FindTorchLibraries();
    }

    private static Dictionary<string, string> TorchEnvironment(string libraries)
    {
        var environment = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = libraries };
        string supplied = Path.Combine(libraries, "libios_init.so");
        if (File.Exists(supplied)) environment["LD_PRELOAD"] = supplied;
        return environment;
    }
}
