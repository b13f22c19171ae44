// Constructs that need types to be seen: members the device lacks, hidden generics and floating point, enum.ToString, static
// initialisers.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoCoopNet.Device.Tests.SourceRules;

internal static class SemanticRules
{
    public static IEnumerable<Violation> Check(SemanticModel model)
    {
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            if (node is ExpressionSyntax expression)
            {
                TypeInfo type = model.GetTypeInfo(expression);
                string? rule = NameOf(type.Type) ?? NameOf(type.ConvertedType);
                if (rule is not null)
                {
                    yield return Violation.At(rule, node);
                }

                ISymbol? symbol = model.GetSymbolInfo(expression).Symbol;
                if (symbol is not null && Missing(symbol) is { } missing)
                {
                    yield return Violation.At("missing member", node, missing);
                }
            }

            if (PrintsEnum(node, model))
            {
                yield return Violation.At("enum ToString", node);
            }

            if (node is CastExpressionSyntax cast && IsArrayReinterpretation(cast, model))
            {
                yield return Violation.At("array cast", node);
            }

            if (StaticInitialiser(node) is { } initialiser)
            {
                foreach (Violation violation in ForeignStatics(node, initialiser, model))
                {
                    yield return violation;
                }
            }
        }
    }

    private static string? NameOf(ITypeSymbol? type) =>
        type switch
        {
            null => null,
            { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal } =>
                "floating point",
            { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "nullable type",
            IArrayTypeSymbol { Rank: > 1 } => "multidimensional array",
            IArrayTypeSymbol array => NameOf(array.ElementType),
            INamedTypeSymbol { IsTupleType: true } => "tuple",
            INamedTypeSymbol { IsGenericType: true } => "generics",
            IPointerTypeSymbol => "pointer",
            _ => null,
        };

    /// <summary>The documentation id of a library type or member the device lacks.</summary>
    private static string? Missing(ISymbol symbol)
    {
        if (
            symbol is IMethodSymbol { MethodKind: MethodKind.BuiltinOperator or MethodKind.LocalFunction } or INamespaceSymbol
            || symbol.Locations.Any(l => l.IsInSource)
        )
        {
            return null;
        }

        if (symbol is not (INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol))
        {
            return null;
        }

        string id = symbol.OriginalDefinition.GetDocumentationCommentId()!;
        return NanoMembers.Has(id) ? null : id;
    }

    private static bool PrintsEnum(SyntaxNode node, SemanticModel model) =>
        node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString" } call } =>
                IsEnum(model, call.Expression),
            InterpolationSyntax hole => IsEnum(model, hole.Expression),
            BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => model.GetTypeInfo(sum).Type?.SpecialType
                == SpecialType.System_String
                && (IsEnum(model, sum.Left) || IsEnum(model, sum.Right)),
            _ => false,
        };

    private static bool IsEnum(SemanticModel model, ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type?.TypeKind == TypeKind.Enum;

    private static bool IsArrayReinterpretation(CastExpressionSyntax cast, SemanticModel model)
    {
        ITypeSymbol? to = model.GetTypeInfo(cast.Type).Type;
        ExpressionSyntax inner = cast.Expression is CastExpressionSyntax toObject ? toObject.Expression : cast.Expression;
        return to is IArrayTypeSymbol { ElementType.IsValueType: true } target
            && model.GetTypeInfo(inner).Type is IArrayTypeSymbol source
            && !SymbolEqualityComparer.Default.Equals(target.ElementType, source.ElementType);
    }

    /// <summary>The code that runs when a type is initialised.</summary>
    private static SyntaxNode? StaticInitialiser(SyntaxNode node) =>
        node switch
        {
            FieldDeclarationSyntax f when f.Modifiers.Any(SyntaxKind.StaticKeyword) => f.Declaration,
            PropertyDeclarationSyntax p when p.Modifiers.Any(SyntaxKind.StaticKeyword) => p.Initializer,
            ConstructorDeclarationSyntax c when c.Modifiers.Any(SyntaxKind.StaticKeyword) => c,
            _ => null,
        };

    /// <summary>Static initialisers run in the order of type names, so one must not read what another sets.</summary>
    private static IEnumerable<Violation> ForeignStatics(SyntaxNode member, SyntaxNode initialiser, SemanticModel model)
    {
        INamedTypeSymbol? own = model.GetDeclaredSymbol(member.FirstAncestorOrSelf<TypeDeclarationSyntax>()!);
        foreach (IdentifierNameSyntax name in initialiser.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            bool isState =
                symbol
                is IFieldSymbol { IsStatic: true, IsConst: false }
                    or IPropertySymbol { IsStatic: true }
                    or IMethodSymbol { IsStatic: true };
            if (
                isState
                && symbol!.Locations.Any(l => l.IsInSource)
                && !SymbolEqualityComparer.Default.Equals(symbol.ContainingType, own)
            )
            {
                yield return Violation.At("static initialiser", name);
            }
        }
    }
}
