// Loaded into a program that starts (DOTNET_STARTUP_HOOKS), it writes which generic methods the program compiled while
// it ran, as a profile (.mibc) for the compiler of ReadyToRun code: tools/start-profile.sh uses it.
//
// A profile is an assembly that is never run: AssemblyDictionary names groups of methods by the assemblies that they
// take part of, and each group is a list of tokens. Its format is in the sources of dotnet-pgo and crossgen2.
#:property OutputType=Library
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using System.Diagnostics.Tracing;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Emit;

internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("START_PROFILE") is not { } path) return;
        var compiled = new CompiledMethods();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Profile.Write(path, compiled.Take());
    }
}

// What the runtime's own events tell of.
internal sealed class CompiledMethods : EventListener
{
    private const EventKeywords Compiling = (EventKeywords)0x10;

    private readonly List<ulong> _handles = [];

    // Generic methods and methods of generic types, each once: the others are compiled without being asked for.
    public IEnumerable<MethodBase> Take()
    {
        ulong[] handles;
        lock (_handles) handles = [.. _handles];
        return handles.Distinct().Select(Method).OfType<MethodBase>()
            .Where(method => method.IsGenericMethod || method.DeclaringType is { IsGenericType: true });
    }

    protected override void OnEventSourceCreated(EventSource source)
    {
        if (source.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(source, EventLevel.Verbose, Compiling);
    }

    protected override void OnEventWritten(EventWrittenEventArgs written)
    {
        if (written.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true) return;
        lock (_handles) _handles.Add((ulong)written.Payload![0]!);
    }

    // What reflection offers asks for the type as well; the runtime's own way does not. Null for stubs.
    private static MethodBase? Method(ulong handle)
    {
        const BindingFlags hidden = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        object? value = typeof(RuntimeMethodHandle).GetField("m_value", hidden)!
            .GetValue(RuntimeMethodHandle.FromIntPtr((nint)handle));
        MethodInfo find = typeof(object).GetType().GetMethods(hidden)
            .Single(method => method.Name == "GetMethodBase" && method.GetParameters().Length == 1);
        try
        {
            return (MethodBase?)find.Invoke(null, [value]);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}

internal static class Profile
{
    public static void Write(string path, IEnumerable<MethodBase> methods)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("profile"), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule("profile");
        ILGenerator names = Body(module, "AssemblyDictionary");
        int count = 0;
        foreach (IGrouping<string, MethodBase> group in methods.GroupBy(Assemblies).OrderBy(group => group.Key))
        {
            MethodBuilder list = Define(module, $"Group{count++}");
            ILGenerator tokens = list.GetILGenerator();
            foreach (MethodBase method in group.OrderBy(method => $"{method.DeclaringType} {method}"))
            {
                if (method is MethodInfo info) tokens.Emit(OpCodes.Ldtoken, info);
                else tokens.Emit(OpCodes.Ldtoken, module.GetMethodMetadataToken((ConstructorInfo)method));
                tokens.Emit(OpCodes.Pop);
            }

            tokens.Emit(OpCodes.Ret);
            names.Emit(OpCodes.Ldstr, group.Key);
            names.Emit(OpCodes.Ldtoken, list);
            names.Emit(OpCodes.Pop);
        }

        names.Emit(OpCodes.Ret);
        module.CreateGlobalFunctions();
        Save(assembly, path);
    }

    private static void Save(PersistedAssemblyBuilder assembly, string path)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using Stream stream = archive.CreateEntry($"{Path.GetFileName(path)}.dll").Open();
        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        bytes.WriteTo(stream);
    }

    private static MethodBuilder Define(ModuleBuilder module, string name) =>
        module.DefineGlobalMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);

    private static ILGenerator Body(ModuleBuilder module, string name) => Define(module, name).GetILGenerator();

    // The assembly of the method's type first, then those of all type arguments.
    private static string Assemblies(MethodBase method)
    {
        var names = new List<string>();
        Add(method.DeclaringType!, names);
        if (method.IsGenericMethod) foreach (Type argument in method.GetGenericArguments()) Add(argument, names);
        return string.Join(';', names.Distinct());
    }

    private static void Add(Type type, List<string> names)
    {
        if (type.HasElementType)
        {
            Add(type.GetElementType()!, names);
            return;
        }

        names.Add(type.Assembly.GetName().Name!);
        foreach (Type argument in type.GenericTypeArguments) Add(argument, names);
    }
}
