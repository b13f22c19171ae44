// What the SDK writes by itself for the twin.
using System.Reflection;

[assembly: AssemblyTitle("NanoCoopNet.Device")]
[assembly: AssemblyProduct("nanoCoopNet")]
[assembly: AssemblyVersion("0.1.0.0")]
