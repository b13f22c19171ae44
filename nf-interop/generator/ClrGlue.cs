// nf-interop/clr: the glue between nanoCLR and the C of the native interface, with the file names, symbols and marshalling that
// nanoFramework's metadata processor gives the skeleton of NanoCoopNet.Interop. All checks are in C, so a body only passes on.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class ClrGlue
{
    private const string Assembly = "NanoCoopNet.Interop";
    private const string AssemblySymbol = "NanoCoopNet_Interop";
    private const string Class = "NanoCoopNet_Interop_Native";
    private const string Library = "Library_" + AssemblySymbol + "_" + Class;
    private const string Stub = AssemblySymbol + "_" + Class;

    /// <summary>Major, minor, build, revision of AssemblyNativeVersion in nf-interop/managed/AssemblyInfo.cs; a test compares
    /// them.</summary>
    public const string NativeVersion = "1, 0, 0, 0";

    /// <summary>The native checksum of the assembly.</summary>
    public static uint Checksum(NativeInterface api) => NativeChecksum.Of(Assembly, Class, api.Functions.Select(Mangled));

    public static IEnumerable<GeneratedFile> Files(NativeInterface api)
    {
        const string folder = "nf-interop/clr/";
        yield return new(folder + AssemblySymbol + ".h", Declarations(api));
        yield return new(folder + AssemblySymbol + ".cpp", MethodTable(api));
        yield return new(folder + Stub + ".h", StubDeclarations(api));
        yield return new(folder + Stub + ".cpp", Stubs(api));
        yield return new(folder + Stub + "_mshl.cpp", Marshalling(api));
    }

    private static string Mangled(NativeFunction f) =>
        f.Name
        + "___STATIC__I4"
        + string.Concat(
            f.Arguments.Select(a =>
                "__"
                + a.Type switch
                {
                    ArgumentType.Int => "I4",
                    ArgumentType.Bytes => "SZARRAY_U1",
                    _ => "SZARRAY_I4",
                }
            )
        );

    private static string CType(Argument a) =>
        a.Type switch
        {
            ArgumentType.Int => "signed int",
            ArgumentType.Bytes => "CLR_RT_TypedArray_UINT8",
            _ => "CLR_RT_TypedArray_INT32",
        };

    private static string Marshaller(Argument a) =>
        a.Type switch
        {
            ArgumentType.Int => "Interop_Marshal_INT32",
            ArgumentType.Bytes => "Interop_Marshal_UINT8_ARRAY",
            _ => "Interop_Marshal_INT32_ARRAY",
        };

    private static string Declarations(NativeInterface api)
    {
        var text = new StringBuilder(Header.C("What nanoCLR knows of the assembly: its method handlers and its native data."));
        text.Append("#ifndef NANOCOOPNET_INTEROP_H\n#define NANOCOOPNET_INTEROP_H\n\n");
        text.Append("#include <nanoCLR_Interop.h>\n#include <nanoCLR_Runtime.h>\n#include <nanoPackStruct.h>\n\n");
        text.Append($"struct {Library}\n{{\n");
        foreach (NativeFunction f in api.Functions)
        {
            text.Append($"    NANOCLR_NATIVE_DECLARE({Mangled(f)});\n");
        }

        return text.Append($"}};\n\nextern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_{AssemblySymbol};\n\n#endif\n")
            .ToString();
    }

    private static string MethodTable(NativeInterface api)
    {
        var text = new StringBuilder(
            Header.C(
                "Method table in order of declaration, and the checksum that must equal the assembly's: another one means "
                    + "another interface,",
                "and so a new nanoCLR."
            )
        );
        text.Append(
            $"#include \"{AssemblySymbol}.h\"\n\n// clang-format off\n\nstatic const CLR_RT_MethodHandler method_lookup[] =\n{{\n"
        );
        foreach (NativeFunction f in api.Functions)
        {
            text.Append($"    {Library}::{Mangled(f)},\n");
        }

        text.Append($"}};\n\nconst CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_{AssemblySymbol} =\n{{\n");
        text.Append(
            $"    \"{Assembly}\",\n    0x{Checksum(api):X8},\n    method_lookup,\n    {{ {NativeVersion} }}\n}};\n\n// "
                + "clang-format on\n"
        );
        return text.ToString();
    }

    private static string StubDeclarations(NativeInterface api)
    {
        var text = new StringBuilder(Header.C("The functions behind the method table, as plain C++."));
        text.Append($"#ifndef {Stub.ToUpperInvariant()}_H\n#define {Stub.ToUpperInvariant()}_H\n\n");
        text.Append($"namespace {AssemblySymbol}\n{{\nnamespace {AssemblySymbol}\n{{\nstruct Native\n{{\n");
        foreach (NativeFunction f in api.Functions)
        {
            text.Append($"    static signed int {f.Name}({Parameters(f)});\n");
        }

        return text.Append($"}};\n}}\n}}\n\n#endif\n").ToString();
    }

    private static string Stubs(NativeInterface api)
    {
        var text = new StringBuilder(
            Header.C("Arrays become pointer and length; the status goes back to C# as it is, so hr stays S_OK.")
        );
        text.Append(
            $"#include \"{AssemblySymbol}.h\"\n#include \"{Stub}.h\"\n\nextern \"C\" {{\n#include \"ncn_native.h\"\n}}\n\n"
        );
        text.Append($"using namespace {AssemblySymbol}::{AssemblySymbol};\n");
        foreach (NativeFunction f in api.Functions)
        {
            IEnumerable<string> passed = f.Arguments.Select(a =>
                a.Type switch
                {
                    ArgumentType.Int => a.Name,
                    ArgumentType.Bytes => $"{a.Name}.GetBuffer(), (int32_t){a.Name}.GetSize()",
                    _ => $"(int32_t *){a.Name}.GetBuffer(), (int32_t){a.Name}.GetSize()", // newlib's int32_t is long, not int
                }
            );
            text.Append($"\nsigned int Native::{f.Name}({Parameters(f)})\n{{\n    (void)hr;\n");
            text.Append($"    return {f.CName}({string.Join(", ", passed)});\n}}\n");
        }

        return text.ToString();
    }

    private static string Parameters(NativeFunction f) =>
        string.Concat(f.Arguments.Select(a => $"{CType(a)} {a.Name}, ")) + "HRESULT &hr";

    private static string Marshalling(NativeInterface api)
    {
        var text = new StringBuilder(
            Header.C("From nanoCLR's stack to typed arguments; null arrays and wrong element sizes end here.")
        );
        text.Append(
            $"#include \"{AssemblySymbol}.h\"\n#include \"{Stub}.h\"\n\nusing namespace {AssemblySymbol}::{AssemblySymbol};\n"
        );
        foreach (NativeFunction f in api.Functions)
        {
            text.Append($"\nHRESULT {Library}::{Mangled(f)}(CLR_RT_StackFrame &stack)\n{{\n");
            text.Append("    NANOCLR_HEADER();\n    hr = S_OK;\n    {\n");
            for (int i = 0; i < f.Arguments.Count; i++)
            {
                text.Append($"        {CType(f.Arguments[i])} param{i};\n");
                text.Append($"        NANOCLR_CHECK_HRESULT({Marshaller(f.Arguments[i])}(stack, {i}, param{i}));\n\n");
            }

            string passed = string.Concat(Enumerable.Range(0, f.Arguments.Count).Select(i => $"param{i}, "));
            text.Append($"        signed int retValue = Native::{f.Name}({passed}hr);\n");
            text.Append(
                "        NANOCLR_CHECK_HRESULT(hr);\n        SetResult_INT32(stack, retValue);\n    }\n    "
                    + "NANOCLR_NOCLEANUP();\n}\n"
            );
        }

        return text.ToString();
    }
}
