// Version of the native half: nanoCLR loads this assembly only where its own glue (nf-interop/clr) carries the same version and
// checksum.
using System.Reflection;

[assembly: AssemblyTitle("NanoCoopNet.Interop")]
[assembly: AssemblyProduct("nanoCoopNet")]
[assembly: AssemblyVersion("1.0.0.0")]
[assembly: AssemblyNativeVersion("1.0.0.0")]
