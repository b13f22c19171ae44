// Name and version of the device tests' assembly.
using System.Reflection;

[assembly: AssemblyTitle("NFUnitTest")]
[assembly: AssemblyProduct("nanoCoopNet")]
[assembly: AssemblyVersion("1.0.0.0")]
