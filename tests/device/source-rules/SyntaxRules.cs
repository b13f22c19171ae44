// Constructs nanoFramework cannot run that are seen in the syntax alone. Each is named as the bad snippets of the tests name it.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoCoopNet.Device.Tests.SourceRules;

internal static class SyntaxRules
{
    public static IEnumerable<Violation> Check(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (Name(node) is { } rule)
            {
                yield return Violation.At(rule, node);
            }
        }

        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (Name(token) is { } rule)
            {
                yield return Violation.At(rule, token, token.Parent!.ToString().Split('\n')[0]);
            }
        }
    }

    private static string? Name(SyntaxNode node) =>
        node switch
        {
            TypeParameterListSyntax or GenericNameSyntax => "generics",
            TupleTypeSyntax or TupleExpressionSyntax or ParenthesizedVariableDesignationSyntax => "tuple",
            RecordDeclarationSyntax or WithExpressionSyntax => "record",
            YieldStatementSyntax => "yield",
            AwaitExpressionSyntax => "async",
            NullableTypeSyntax => "nullable type",
            RangeExpressionSyntax => "range",
            PrefixUnaryExpressionSyntax p when p.IsKind(SyntaxKind.IndexExpression) => "index",
            ArrayRankSpecifierSyntax { Rank: > 1 } => "multidimensional array",
            StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => "stackalloc",
            PointerTypeSyntax or FunctionPointerTypeSyntax or FixedStatementSyntax or UnsafeStatementSyntax => "pointer",
            FileScopedNamespaceDeclarationSyntax => "file-scoped namespace",
            QueryExpressionSyntax => "LINQ",
            CheckedExpressionSyntax c when c.IsKind(SyntaxKind.CheckedExpression) => "checked",
            CheckedStatementSyntax c when c.IsKind(SyntaxKind.CheckedStatement) => "checked",
            MemberDeclarationSyntax m when m.Parent is InterfaceDeclarationSyntax && HasBody(m) => "default interface method",
            IdentifierNameSyntax { Identifier.Text: "dynamic" } => "dynamic",
            _ => null,
        };

    private static string? Name(SyntaxToken token) =>
        token.Kind() switch
        {
            SyntaxKind.AsyncKeyword => "async",
            SyntaxKind.VolatileKeyword => "volatile",
            SyntaxKind.UnsafeKeyword or SyntaxKind.FixedKeyword => "pointer",
            SyntaxKind.DecimalKeyword or SyntaxKind.FloatKeyword or SyntaxKind.DoubleKeyword => "floating point",
            SyntaxKind.NumericLiteralToken when token.Value is float or double or decimal => "floating point",
            _ => null,
        };

    private static bool HasBody(MemberDeclarationSyntax member) =>
        member switch
        {
            BaseMethodDeclarationSyntax m => m.Body is not null || m.ExpressionBody is not null,
            PropertyDeclarationSyntax p => p.ExpressionBody is not null
                || p.AccessorList!.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null),
            _ => false,
        };
}
