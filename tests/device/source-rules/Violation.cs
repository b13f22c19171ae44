// What a rule has found.
using Microsoft.CodeAnalysis;

namespace NanoCoopNet.Device.Tests.SourceRules;

/// <summary>A place in the sources that nanoFramework cannot compile or run.</summary>
internal sealed record Violation(string Rule, string What, string Where)
{
    public static Violation At(string rule, SyntaxNodeOrToken at, string? what = null)
    {
        FileLinePositionSpan span = at.GetLocation()!.GetLineSpan();
        return new Violation(rule, what ?? at.ToString().Split('\n')[0], $"{span.Path}({span.StartLinePosition.Line + 1})");
    }

    public override string ToString() => $"{Where}: {Rule}: {What}";
}
