// The device's sources against what nanoFramework can compile and run; and bad snippets against the rules, so that the rules can
// fail.
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests.SourceRules;

[TestClass]
public sealed class SourceRuleTests
{
    private const string NanoAssemblies = "NANOCOOP_NANO_MSCORLIB";

    [TestMethod]
    [TestCategory("Slow")]
    public void DeviceSourcesUseOnlyWhatNanoframeworkHas()
    {
        CSharpCompilation device = NanoSources.OfFolders(
            "firmware/device",
            "firmware/device.nano",
            "nf-interop/contract",
            "nf-interop/managed"
        );
        Assert.IsGreaterThan(20, device.SyntaxTrees.Length);
        List<Violation> found = NanoSources.Check(device);
        Assert.IsEmpty(found, string.Join('\n', found.Take(20)));
    }

    [TestMethod]
    public void InteropAssemblyHoldsExternMethodsOnly()
    {
        string[] files = Directory.GetFiles(SourceTree.PathOf("nf-interop/managed"), "*.cs");
        int externs = 0;
        foreach (string file in files)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(
                File.ReadAllText(file),
                new CSharpParseOptions(LanguageVersion.CSharp9),
                file
            );
            Assert.IsEmpty(SyntaxRules.Check(tree).ToList());
            Assert.IsEmpty(tree.GetDiagnostics().ToList());
            foreach (MemberDeclarationSyntax member in tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>())
            {
                switch (member)
                {
                    case NamespaceDeclarationSyntax or ClassDeclarationSyntax:
                        break;
                    case MethodDeclarationSyntax method:
                        Assert.IsTrue(
                            method.Modifiers.Any(SyntaxKind.ExternKeyword) && method.Modifiers.Any(SyntaxKind.StaticKeyword),
                            method.ToString()
                        );
                        Assert.IsNull(method.Body ?? (SyntaxNode?)method.ExpressionBody);
                        StringAssert.Contains(method.AttributeLists.ToString(), "InternalCall");
                        externs++;
                        break;
                    default:
                        Assert.Fail($"{file}: {member.Kind()} changes the native checksum: {member}");
                        break;
                }
            }
        }

        Assert.AreEqual(typeof(INative).GetMethods().Length, externs, "one a function of the native interface");
        Assert.IsTrue(files.Any(f => File.ReadAllText(f).Contains("AssemblyNativeVersion", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void DeviceTestsAreWrittenInTheDevicesLanguage()
    {
        foreach (string file in Directory.GetFiles(SourceTree.PathOf("tests/device/shared"), "*.cs"))
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(
                File.ReadAllText(file),
                new CSharpParseOptions(LanguageVersion.CSharp9),
                file
            );
            Assert.IsEmpty(SyntaxRules.Check(tree).ToList());
            Assert.IsEmpty(tree.GetDiagnostics().ToList());
        }
    }

    [TestMethod]
    public void DeviceProjectsAreCompiledAsCsharp9()
    {
        IEnumerable<string> projects = Directory
            .GetFiles(SourceTree.PathOf("firmware"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(SourceTree.Root, "*.nfproj", SearchOption.AllDirectories));
        foreach (string project in projects)
        {
            string?[] versions =
            [
                .. XDocument.Load(project).Descendants().Where(e => e.Name.LocalName == "LangVersion").Select(e => e.Value),
            ];
            CollectionAssert.AreEqual(new[] { "9.0" }, versions, project);
        }
    }

    [TestMethod]
    [DataRow("generics", "class A<T> { }")]
    [DataRow("generics", "class A { void M<T>() { } }")]
    [DataRow("generics", "class A { System.Action<int> a; }")]
    [DataRow("generics", "class A { object M() { return new System.Collections.Generic.List<int>(); } }")]
    [DataRow("generics", "class A { void M(byte[] b) { var s = System.MemoryExtensions.AsSpan(b, 0, 1); } }")]
    [DataRow("tuple", "class A { (int, int) M() { return (1, 2); } }")]
    [DataRow("tuple", "class A { void M() { var t = (1, 2); } }")]
    [DataRow("record", "record A;")]
    [DataRow("yield", "class A { System.Collections.IEnumerable M() { yield return 1; } }")]
    [DataRow("async", "class A { async void M() { } }")]
    [DataRow("floating point", "class A { decimal d; }")]
    [DataRow("floating point", "class A { double M(int x) { return x; } }")]
    [DataRow("floating point", "class A { object M() { return 1.5; } }")]
    [DataRow("floating point", "class A { object M() { return 1.5f; } }")]
    [DataRow("floating point", "class A { void M(System.DateTime t) { var d = t.ToOADate(); } }")]
    [DataRow("volatile", "class A { volatile int v; }")]
    [DataRow("nullable type", "class A { int? n; }")]
    [DataRow("nullable type", "class A { void M(string s) { var n = s?.Length; } }")]
    [DataRow("range", "class A { string M(string s) { return s[1..]; } }")]
    [DataRow("index", "class A { int M(int[] a) { return a[^1]; } }")]
    [DataRow("multidimensional array", "class A { int[,] a; }")]
    [DataRow("multidimensional array", "class A { void M() { var a = new int[2, 2]; } }")]
    [DataRow("stackalloc", "class A { unsafe void M() { int* p = stackalloc int[4]; } }")]
    [DataRow("pointer", "class A { unsafe int* p; }")]
    [DataRow("pointer", "class A { unsafe void M(int[] a) { fixed (int* p = a) { } } }")]
    [DataRow("default interface method", "interface I { int M() { return 1; } }")]
    [DataRow("default interface method", "interface I { int P => 1; }")]
    [DataRow("LINQ", "class A { object M(int[] a) { return from x in a select x; } }")]
    [DataRow("missing member", "class A { int M(int[] a) { return System.Linq.Enumerable.Count(a); } }")]
    [DataRow("checked", "class A { int M(int a) { return checked(a + 1); } }")]
    [DataRow("checked", "class A { int M(int a) { checked { return a + 1; } } }")]
    [DataRow("dynamic", "class A { dynamic d; }")]
    [DataRow("enum ToString", "enum E { X } class A { string M(E e) { return e.ToString(); } }")]
    [DataRow("enum ToString", "enum E { X } class A { string M(E e) { return $\"{e}\"; } }")]
    [DataRow("enum ToString", "enum E { X } class A { string M(E e) { return \"a\" + e; } }")]
    [DataRow("array cast", "class A { sbyte[] M(byte[] b) { return (sbyte[])(object)b; } }")]
    [DataRow(
        "static initialiser",
        "class A { public static readonly int[] T = { 1 }; } class B { static readonly int N = A.T.Length; }"
    )]
    [DataRow(
        "static initialiser",
        "class A { public static int F() { return 1; } } class B { static int n; static B() { n = A.F(); } }"
    )]
    [DataRow("missing member", "class A { string M(string[] s) { return string.Join(\",\", s); } }")]
    [DataRow("missing member", "class A { string M(string s) { return s.Replace('a', 'b'); } }")]
    [DataRow("missing member", "class A { void M(int[] a) { System.Array.Sort(a); } }")]
    [DataRow("missing member", "class A { void M(byte[] a) { System.Buffer.BlockCopy(a, 0, a, 1, 1); } }")]
    [DataRow("missing member", "class A { void M() { System.GC.Collect(); } }")]
    [DataRow("missing member", "class A { int M(uint x) { return System.Numerics.BitOperations.PopCount(x); } }")]
    [DataRow("missing member", "class A { string M() { return System.Console.ReadLine(); } }")]
    [DataRow("missing member", "class A { void M(object o) { System.Threading.Monitor.Pulse(o); } }")]
    [DataRow(
        "missing member",
        "class A { int M(int a) { try { return 1 / a; } catch (System.DivideByZeroException) { return 0; } } }"
    )]
    [DataRow("missing member", "class A { void M(ref int a) { System.Threading.Interlocked.Add(ref a, 2); } }")]
    [DataRow("missing member", "class A { object M() { return System.Text.Encoding.ASCII; } }")]
    [DataRow("missing member", "class A { int M(E e) { return e switch { E.X => 1 }; } } enum E { X }")]
    [DataRow("compiler", "namespace N; class A { }")]
    [DataRow("compiler", "class A { record struct R; }")]
    [DataRow("compiler", "class A { void M( { }")]
    public void ABadSnippetIsCaught(string rule, string source)
    {
        List<Violation> found = NanoSources.Check(NanoSources.Compile([("bad.cs", source)]));
        Assert.IsTrue(found.Any(v => v.Rule == rule), $"{rule} not among: {string.Join('\n', found)}");
    }

    [TestMethod]
    public void AFileScopedNamespaceIsCaughtInAnyLanguageVersion()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            "namespace N; class A { }",
            new CSharpParseOptions(LanguageVersion.CSharp14)
        );
        Assert.AreEqual("file-scoped namespace", SyntaxRules.Check(tree).Single().Rule);
    }

    [TestMethod]
    [DataRow("class A { int[] t = { 1, 2, 3 }; int this[int i] { get { return t[i]; } } }")]
    [DataRow("class A { static readonly byte[] T = { 1, 2, 3, 4, 5 }; string M(int n) { return $\"{n} of {T.Length}\" + n; } }")]
    [DataRow("class A { int[][] jagged = new int[3][]; void M() { System.Array.Copy(jagged[0], jagged[1], 3); } }")]
    [DataRow("class A { int M(object o) { return o is string s && s.Length > 0 ? s[0] : o switch { int n => n, _ => -1 }; } }")]
    [DataRow(
        "delegate void D(int x); class A { event D E; void M(string t) { D d = x => t = null; lock (d) { E?.Invoke(2); } } }"
    )]
    [DataRow(
        "class A { long M(long a) { return System.DateTime.UtcNow.Ticks / a; } void N() { System.Threading.Thread.Sleep(1); } }"
    )]
    public void WhatTheDeviceCanRunIsLetThrough(string source)
    {
        List<Violation> found = NanoSources.Check(NanoSources.Compile([("good.cs", source)]));
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void TheListIsThatOfTheRealLibrary()
    {
        CollectionAssert.AreEqual(NanoMembers.OfAssembly(CoreLibrary).ToArray(), NanoMembers.ReadList().ToArray());
    }

    [TestMethod]
    public void TheRealLibraryIsTheVersionOfThePackagesTable()
    {
        string table = File.ReadAllText(SourceTree.PathOf("firmware/PACKAGES.md"));
        string pinned = XDocument
            .Load(SourceTree.PathOf("Directory.Packages.props"))
            .Descendants("NanoFrameworkCoreLibraryVersion")
            .Single()
            .Value;
        StringAssert.Contains(table, $"| nanoFramework.CoreLibrary | {pinned} |");
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("nf-interop/managed")]
    [DataRow("firmware/device", "firmware/device.nano", "nf-interop/contract", "nf-interop/managed")]
    [DataRow("firmware/device", "firmware/device.nano", "nf-interop/contract", "nf-interop/managed", "firmware/app")]
    [DataRow("firmware/device", "firmware/device.nano", "nf-interop/contract", "nf-interop/managed", "firmware/samples")]
    public void SourcesCompileAgainstTheRealLibrary(params string[] folders)
    {
        CSharpCompilation compilation = NanoSources.OfFoldersAgainst(Libraries(), folders);
        List<string> found = Problems(compilation);
        Assert.IsEmpty(found, string.Join('\n', found));
        // That no member is missing the compiler has just said; the list knows mscorlib's only.
        List<Violation> emitted = [.. EmittedRules.Check(compilation).Where(v => v.Rule != "missing member")];
        Assert.IsEmpty(emitted, string.Join('\n', emitted));
    }

    [TestMethod]
    public void WhatTheRealLibraryLacksDoesNotCompile()
    {
        CSharpCompilation compilation = NanoSources
            .Compile([("bad.cs", "class A { string M(string s) { return s.Replace('a', 'b'); } }")])
            .WithReferences(Libraries());
        Assert.HasCount(1, Problems(compilation));
    }

    private static string CoreLibrary => Path.Combine(AppContext.BaseDirectory, "nano-library", "mscorlib.dll");

    /// <summary>nanoFramework's mscorlib and the signatures of its other packages; the packages themselves where the environment
    /// names them.</summary>
    private static MetadataReference[] Libraries()
    {
        if (Environment.GetEnvironmentVariable(NanoAssemblies) is { } path)
        {
            return
            [
                .. Directory.GetFiles(Path.GetDirectoryName(path)!, "*.dll").Select(dll => MetadataReference.CreateFromFile(dll)),
            ];
        }

        MetadataReference library = MetadataReference.CreateFromFile(CoreLibrary);
        CSharpCompilation stubs = NanoSources.OfFoldersAgainst([library], "tests/device/nano-stubs");
        Assert.IsEmpty(Problems(stubs), string.Join('\n', Problems(stubs)));
        return [library, stubs.ToMetadataReference()];
    }

    private static List<string> Problems(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
}
