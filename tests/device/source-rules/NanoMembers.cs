// What nanoFramework's CoreLibrary offers, as data: nano-members.txt holds one documentation id a line (T: type, M: method, P:
// property, F: field, E: event), so that overloads count.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NanoCoopNet.Device.Tests.SourceRules;

internal static class NanoMembers
{
    private static readonly HashSet<string> Ids = [.. ReadList()];

    /// <summary>The lines of the list without its comments.</summary>
    public static IEnumerable<string> ReadList()
    {
        using Stream stream = typeof(NanoMembers).Assembly.GetManifestResourceStream("nano-members.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    /// <summary>True if the device has this type or member.</summary>
    public static bool Has(string documentationId) => Ids.Contains(documentationId);

    /// <summary>
    /// Every public and protected type and member of an assembly, sorted: how the list was made and is compared. Generic types
    /// are left out: the library declares some, but what uses them crashes or hangs at load.
    /// </summary>
    public static IReadOnlyList<string> OfAssembly(string path)
    {
        MetadataReference reference = MetadataReference.CreateFromFile(path);
        CSharpCompilation compilation = CSharpCompilation.Create("list", references: [reference]);
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        Collect(assembly.GlobalNamespace, ids);
        return [.. ids];
    }

    private static void Collect(INamespaceOrTypeSymbol parent, SortedSet<string> ids)
    {
        foreach (ISymbol member in parent.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                Collect(space, ids);
            }
            else if (
                member is not INamedTypeSymbol { IsGenericType: true }
                && member.DeclaredAccessibility
                    is Accessibility.Public
                        or Accessibility.Protected
                        or Accessibility.ProtectedOrInternal
            )
            {
                ids.Add(member.GetDocumentationCommentId()!);
                if (member is INamedTypeSymbol type)
                {
                    Collect(type, ids);
                }
            }
        }
    }
}
