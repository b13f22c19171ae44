// What the compiler adds by itself: helper types and calls that the source does not show, read from the compiled assembly.
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis.CSharp;

namespace NanoCoopNet.Device.Tests.SourceRules;

internal static class EmittedRules
{
    // Written because the references here are .NET 10's. Compiled against nanoFramework's library the attributes are not there or
    // are dropped by its metadata processor, and for the rest (interpolation, lock, events) the compiler chooses members that are
    // there.
    private static readonly string[] OfThisRuntimeOnly =
    [
        "System.Runtime.CompilerServices.CompilationRelaxationsAttribute",
        "System.Runtime.CompilerServices.RuntimeCompatibilityAttribute",
        "System.Diagnostics.DebuggableAttribute",
        "System.Runtime.CompilerServices.CompilerGeneratedAttribute",
        "System.Runtime.CompilerServices.RefSafetyRulesAttribute",
        "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler",
        "M:System.Threading.Monitor.Enter(System.Object,System.Boolean@)",
        "M:System.Threading.Interlocked.CompareExchange(``0@,``0,``0)",
    ];

    /// <summary>What the assembly of a compilation without errors holds that the device lacks.</summary>
    public static IEnumerable<Violation> Check(CSharpCompilation compilation)
    {
        using var stream = new MemoryStream();
        Assert.IsTrue(compilation.Emit(stream).Success);
        stream.Position = 0;
        using var assembly = new PEReader(stream);
        MetadataReader reader = assembly.GetMetadataReader();
        List<Violation> all = [];
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            string name = reader.GetString(type.Name);
            if (type.GetGenericParameters().Count > 0 || name is "EmbeddedAttribute" or "NullableAttribute")
            {
                all.Add(new Violation("added type", name, "compiled assembly"));
            }
        }

        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (member.Parent.Kind != HandleKind.TypeReference)
            {
                continue;
            }

            string type = DocumentationNames.Of(reader, (TypeReferenceHandle)member.Parent);
            string id = DocumentationId(reader, member, type);
            if (!NanoMembers.Has(id) && !OfThisRuntimeOnly.Contains(type) && !OfThisRuntimeOnly.Contains(id))
            {
                all.Add(new Violation("missing member", id, "compiled assembly"));
            }
        }

        return all;
    }

    private static string DocumentationId(MetadataReader reader, MemberReference member, string type)
    {
        string name = reader.GetString(member.Name).Replace('.', '#');
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            return $"F:{type}.{name}";
        }

        ImmutableArray<string> parameters = member.DecodeMethodSignature(DocumentationNames.Instance, null).ParameterTypes;
        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
        {
            IEnumerable<string> indices = name[0] == 's' ? parameters.SkipLast(1) : parameters;
            return $"P:{type}.{name[4..]}{List(indices)}";
        }

        return $"M:{type}.{name}{List(parameters)}";
    }

    private static string List(IEnumerable<string> parameters) => parameters.Any() ? $"({string.Join(',', parameters)})" : "";
}
