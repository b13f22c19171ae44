// One list, four languages of it: JSON, C header, C# interface and the library's exports agree in every function and argument.
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;
using NanoCoopNet.InterfaceGenerator;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed partial class SignatureTests
{
    private static readonly InterfaceGenerator.NativeInterface Api = InterfaceGenerator.NativeInterface.Parse(
        SourceTree.Read(Generation.Source)
    );

    [TestMethod]
    public void CSharpInterfaceHasExactlyTheListedFunctions()
    {
        string[] expected = [.. Api.Functions.Select(f => $"int {f.Name}({f.CSharpParameters})")];
        string[] actual = [.. typeof(INative).GetMethods().Select(Describe)];
        CollectionAssert.AreEqual(expected, actual, "functions");
        int version = Interop.NativeInterface.Version;
        Assert.AreEqual(Api.Version, version);
    }

    [TestMethod]
    public void CHeaderHasExactlyTheListedFunctions()
    {
        string header = SourceTree.Read("nf-interop/native/ncn_native.h");
        Match[] prototypes = [.. Prototype().Matches(header).Cast<Match>()];
        Assert.HasCount(Api.Functions.Count, prototypes);
        foreach ((NativeFunction function, Match prototype) in Api.Functions.Zip(prototypes))
        {
            Assert.AreEqual(function.CName, prototype.Groups["name"].Value);
            string[] expected = [.. function.Arguments.SelectMany(CTypes)];
            string[] actual = [.. prototype.Groups["args"].Value.Split(',').Select(a => Name().Replace(a.Trim(), ""))];
            CollectionAssert.AreEqual(expected, actual, function.Name);
        }
    }

    [TestMethod]
    public void LibraryExportsEveryFunction()
    {
        using PcNative native = NativeUnderTest.Open();
        nint library = NativeLibrary.Load(NativeBuild.EnsurePc());
        foreach (NativeFunction function in Api.Functions)
        {
            Assert.IsTrue(NativeLibrary.TryGetExport(library, function.CName, out _), $"{function.CName} is not exported");
        }
    }

    [TestMethod]
    public void LibraryReportsTheInterfaceItWasBuiltFrom()
    {
        using PcNative native = NativeUnderTest.Open(new PcNativeOptions { Contexts = 3, ArenaBytes = 65536 });
        int[] v = new int[AbiField.Ints];
        Assert.AreEqual(0, native.Abi(v));
        Assert.AreEqual(Api.Version, v[AbiField.InterfaceVersion]);
        Assert.AreNotEqual(0, v[AbiField.BuildHash], "build hash");
        Assert.AreEqual(65536, v[AbiField.ArenaBytes]);
        Assert.AreEqual(3, v[AbiField.Contexts]);
        Assert.AreEqual(0, v[AbiField.StoreBytes], "no store without a port");
    }

    [TestMethod]
    public void UnknownNumbersHaveATextThatSaysSo()
    {
        Assert.AreEqual("success", NativeTexts.Status(17).Text);
        Assert.Contains("-99", NativeTexts.Status(-99).Text);
        Assert.Contains("rule 7777", NativeTexts.Rule(7777).Text);
        Assert.AreEqual("CRC32", NativeTexts.Rule(7).Name);
    }

    private static string Describe(MethodInfo method) =>
        $"{CSharp(method.ReturnType)} "
        + $"{method.Name}({string.Join(", ", method.GetParameters().Select(p => $"{CSharp(p.ParameterType)} {p.Name}"))})";

    private static string CSharp(Type type) =>
        type == typeof(int) ? "int"
        : type == typeof(int[]) ? "int[]"
        : type == typeof(byte[]) ? "byte[]"
        : type.Name;

    private static IEnumerable<string> CTypes(Argument argument) =>
        argument.Type switch
        {
            ArgumentType.Int => ["int32_t "],
            ArgumentType.Bytes => [argument.ReadOnly ? "const uint8_t *" : "uint8_t *", "int32_t "],
            _ => [argument.ReadOnly ? "const int32_t *" : "int32_t *", "int32_t "],
        };

    [GeneratedRegex(@"NCN_EXPORT int32_t (?<name>ncn_native_\w+)\((?<args>[^)]*)\);")]
    private static partial Regex Prototype();

    [GeneratedRegex(@"\w+$")]
    private static partial Regex Name();
}
