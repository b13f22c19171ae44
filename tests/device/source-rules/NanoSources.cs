// Compiles sources as the device's language for the rules to look at.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NanoCoopNet.Device.Tests.SourceRules;

internal static class NanoSources
{
    // A net10 library large enough to name what the device lacks.
    private static readonly string[] Libraries =
    [
        "System.Private.CoreLib",
        "System.Runtime",
        "System.Collections",
        "System.Console",
        "System.Linq",
        "System.Memory",
        "System.Threading",
    ];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Libraries.Contains(Path.GetFileNameWithoutExtension(p)))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>Every C# file of folders of the repository, without AssemblyInfo.cs, of which each project has one.</summary>
    public static CSharpCompilation OfFolders(params string[] folders) => Compile(folders.SelectMany(ReadFolder));

    /// <summary>As <see cref="OfFolders"/>, against nanoFramework's own libraries.</summary>
    public static CSharpCompilation OfFoldersAgainst(IEnumerable<MetadataReference> libraries, params string[] folders) =>
        OfFolders(folders).WithReferences(libraries);

    /// <summary>Sources by name and text.</summary>
    public static CSharpCompilation Compile(
        IEnumerable<(string Path, string Text)> files,
        LanguageVersion language = LanguageVersion.CSharp9
    )
    {
        var options = new CSharpParseOptions(language);
        return CSharpCompilation.Create(
            "device",
            files.Select(f => CSharpSyntaxTree.ParseText(f.Text, options, f.Path)),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)
        );
    }

    /// <summary>All that the rules say of a compilation; what does not compile is a violation too.</summary>
    public static List<Violation> Check(CSharpCompilation compilation)
    {
        var all = new List<Violation>();
        foreach (Diagnostic error in compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error))
        {
            FileLinePositionSpan span = error.Location.GetLineSpan();
            all.Add(
                new Violation("compiler", $"{error.Id} {error.GetMessage()}", $"{span.Path}({span.StartLinePosition.Line + 1})")
            );
        }

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            all.AddRange(SyntaxRules.Check(tree));
            all.AddRange(SemanticRules.Check(compilation.GetSemanticModel(tree)));
        }

        if (all.Count == 0)
        {
            all.AddRange(EmittedRules.Check(compilation));
        }

        return all;
    }

    private static IEnumerable<(string Path, string Text)> ReadFolder(string folder) =>
        Directory
            .GetFiles(SourceTree.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(p => !p.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(p => Path.GetFileName(p) != "AssemblyInfo.cs")
            .Select(p => (Path.GetRelativePath(SourceTree.Root, p), File.ReadAllText(p)));
}
